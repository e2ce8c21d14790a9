using Throughline.Domain.Staffing;

namespace Throughline.Domain.Reports;

internal static class AllocationReport
{
    private static readonly string[] Keys = ["person", "week"];

    private static readonly ReportColumns<AllocationRow, PersonSource> Columns =
        new ReportColumns<AllocationRow, PersonSource>("allocation", Keys, PersonSource.Of)
            .Person(row => row.Person)
            .Text("region", row => row.Person.Region)
            .Period("week", row => row.Week.Name)
            .Hours("capacity_hours", row => row.Capacity / 60m, (source, row) => source.Capacity(row.Person, row.Week.Days))
            .Hours("hard_hours", row => row.Hard / 60m, (source, row) => source.Booked(row, Commitment.Hard, 1m))
            .Hours("soft_hours", row => row.Soft / 60m, (source, row) => source.Booked(row, Commitment.Soft, 1m))
            .Hours("free_hours", row => row.Free / 60m, (source, row) => source.Free(row))
            .Boolean("under_allocated", row => row.UnderAllocated);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "allocation",
        Columns = Columns.Public,
        Keys = Keys,
        DefaultRange = ReportDefinition.FourWeeks,
        Facts = FactSet.People | FactSet.WorkingTime | FactSet.Bookings,
        BookingDays = request => request.Range,
        Build = (facts, request) => Columns.Sorted(facts, request, Allocation.Of(facts, request)),
    };
}
