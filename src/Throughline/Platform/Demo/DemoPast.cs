namespace Throughline.Platform.Demo;

/// <summary>Takes from a row what was not known yet; false when the row itself was not.</summary>
internal delegate bool RowThen(DemoRowThen row);

/// <summary>One row of a file while it is put back to an earlier day.</summary>
internal sealed class DemoRowThen(string[] names, object?[] cells)
{
    public object?[] Cells => cells;

    public object? this[string column]
    {
        get => cells[Array.IndexOf(names, column)];
        set => cells[Array.IndexOf(names, column)] = value;
    }

    /// <summary>Whether the column's day or instant lies after the day.</summary>
    public bool IsAfter(string column, DateOnly day) => this[column] switch
    {
        DateOnly date => date > day,
        DateTimeOffset at => DateOnly.FromDateTime(at.UtcDateTime) > day,
        _ => false,
    };

    public void Clear(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            this[column] = null;
    }
}

/// <summary>
/// The sample practice as it was recorded at the end of an earlier day: what happened since is not in it and the plan was
/// smaller. A sample that is loaded over it has a past, and what a figure was then differs from what it is for a reason.
/// </summary>
internal static class DemoPast
{
    /// <summary>What was known of the rows of a file at the end of the day; null for a file that was the same.</summary>
    public static RowThen? Of(string file, DateOnly day) => file switch
    {
        "time.csv" => row => Time(row, day),
        "milestones.csv" => row => Milestone(row, day),
        "issues.csv" => row => Issue(row, day),
        "csat.csv" => row => Csat(row, day),
        "bookings.csv" => Booking,
        "resource_requests.csv" or "resource_request_events.csv" => _ => false,
        "style_notes.csv" => row => !row.IsAfter("written_at", day),
        "raid.csv" => row => !row.IsAfter("updated", day),
        "journal.csv" => row => !row.IsAfter("date", day),
        _ => null,
    };

    private static bool Time(DemoRowThen row, DateOnly day)
    {
        if (row.IsAfter("approved_at", day))
        {
            row["state"] = "submitted";
            row.Clear("approved_by", "approved_at");
        }

        return !row.IsAfter("date", day);
    }

    private static bool Milestone(DemoRowThen row, DateOnly day)
    {
        if (row.IsAfter("sign_off_received", day))
        {
            row.Clear("sign_off_received");
            row["passive"] = false;
        }

        if (row.IsAfter("sign_off_sent", day))
            row.Clear("sign_off_sent");
        return true;
    }

    private static bool Issue(DemoRowThen row, DateOnly day)
    {
        if (row.IsAfter("closed", day))
        {
            row["state"] = "open";
            row.Clear("closed");
        }

        return !row.IsAfter("created", day);
    }

    private static bool Csat(DemoRowThen row, DateOnly day)
    {
        if (row.IsAfter("responded", day))
            row.Clear("responded", "score", "comment");
        return !row.IsAfter("sent", day);
    }

    // Less was booked then, never more, so that every day still holds it: some hopes were not there and some weeks were half.
    private static bool Booking(DemoRowThen row)
    {
        var number = DemoTable.Whole(((string)row["booking"]!)[2..]);
        if (number % 4 == 2)
            row["hours_per_day"] = (decimal)row["hours_per_day"]! / 2m;
        return number % 5 != 0 || row["kind"] is not "soft";
    }
}
