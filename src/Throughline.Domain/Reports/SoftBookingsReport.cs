using Throughline.Domain.Staffing;

namespace Throughline.Domain.Reports;

internal static class SoftBookingsReport
{
    private static readonly string[] Keys = ["engagement", "person", "role", "week"];

    private static readonly ReportColumns<SoftBookingRow, PersonSource> Columns =
        new ReportColumns<SoftBookingRow, PersonSource>("soft-bookings", Keys, PersonSource.Of)
            .Text("engagement", row => row.Engagement.Engagement.Value)
            .Text("person", row => row.Person?.Value)
            .Text("role", row => row.Role)
            .Period("week", row => row.Week.Name)
            .Hours("hours", row => row.Minutes / 60m, (source, row) => source.Soft(row))
            .Date("kickoff_date", row => row.Engagement.KickoffDate)
            .Boolean("violation", row => row.Violation);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "soft-bookings",
        Columns = Columns.Public,
        Keys = Keys,
        DefaultRange = ReportDefinition.FourWeeks,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Bookings,
        BookingDays = request => request.Range,
        Build = (facts, request) => Columns.Sorted(facts, request, SoftBookings.Of(facts, request)),
    };
}
