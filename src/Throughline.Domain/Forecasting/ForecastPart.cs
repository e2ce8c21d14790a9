using Throughline.Domain.Dates;

namespace Throughline.Domain.Forecasting;

/// <summary>The kinds of money and hours that a forecast tells apart.</summary>
public enum ForecastMeasure { Actual, Released, Hard, Milestone, Soft, UnconfirmedMilestone, ChangeOrder }

/// <summary>The smallest piece of a forecast: one line of time, one booking in one period at one rate, one milestone or one change order.</summary>
/// <remarks>A booked minute is a sixtieth of an hour and has no finite decimal. So hours are kept as minutes and amounts as sixtieths, exactly, and divided after they are added up.</remarks>
public readonly record struct ForecastPart(
    ForecastMeasure Measure, int Period, string Reference, DateRange Days, decimal Minutes, decimal? Rate, decimal AmountInSixtieths)
{
    public decimal Hours => Minutes / 60m;
    public decimal Amount => AmountInSixtieths / 60m;
}
