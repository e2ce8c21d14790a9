using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Reports;

/// <summary>Columns that several reports have in the same words.</summary>
internal static class SharedColumns
{
    /// <summary>The engagement and its customer.</summary>
    public static ReportColumns<TRow, TSource> Engagement<TRow, TSource>(
        this ReportColumns<TRow, TSource> columns, Func<TRow, EngagementFact> engagement) => columns
            .Text("engagement", row => engagement(row).Engagement.Value)
            .Text("customer", row => engagement(row).Customer.Value);

    public static ReportColumns<TRow, TSource> ProjectManager<TRow, TSource>(
        this ReportColumns<TRow, TSource> columns, Func<TRow, EngagementFact> engagement) => columns
            .Text("project_manager", row => engagement(row).ProjectManager?.Value);

    /// <summary>The person with name and role.</summary>
    public static ReportColumns<TRow, TSource> Person<TRow, TSource>(
        this ReportColumns<TRow, TSource> columns, Func<TRow, PersonFact> person) => columns
            .Text("person", row => person(row).Person.Value)
            .Text("name", row => person(row).Name)
            .Text("role", row => person(row).Role);
}
