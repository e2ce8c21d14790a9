using System.Globalization;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>How one week of a role or skill looks and is read out: the fuller, the darker; what nobody has is marked.</summary>
internal readonly record struct CapacityFace(string Class, string? Shown, string Say)
{
    public static CapacityFace Of(OutlookWeek week)
    {
        if (week.Supply == 0 && week.Demand == 0)
            return new("c off", null, "nothing planned and nobody there");

        var said = $"{BookingWords.Hours(week.Named)} booked{(week.Unnamed > 0 ? $", {BookingWords.Hours(week.Unnamed)} for nobody named" : "")} of {BookingWords.Hours(week.Supply)}";
        if (week.Gap > 0)
            return new("c full l4 over", "−" + Short(week.Gap), $"{said}, {BookingWords.Hours(week.Gap)} that nobody has");

        // The darkest of the scale would hide the figure.
        var share = week.Supply == 0 ? 100 : week.Demand * 100 / week.Supply;
        var level = share switch { <= 0 => "l0", < 40 => "l1", < 70 => "l2", _ => "l3" };
        return new($"c full {level}", week.Left > 0 ? Short(week.Left) : null, $"{said}, {BookingWords.Hours(week.Left)} free");
    }

    // Cells are narrow: from ten hours on whole ones.
    private static string Short(int minutes) =>
        decimal.Round(minutes / 60m, minutes >= 600 ? 0 : 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
}
