namespace Throughline.Domain.People;

/// <summary>Whole years and the whole months beyond them that somebody has been here, the first day included.</summary>
public readonly record struct Tenure(int Years, int Months)
{
    /// <summary>Null for whoever has no known first day or has not begun yet.</summary>
    public static Tenure? On(DateOnly day, DateOnly? start)
    {
        if (start is not { } first || first > day)
            return null;

        var months = ((day.Year - first.Year) * 12) + day.Month - first.Month;
        if (first.AddMonths(months) > day)
            months--;

        return new Tenure(months / 12, months % 12);
    }

    public int TotalMonths => (Years * 12) + Months;
}
