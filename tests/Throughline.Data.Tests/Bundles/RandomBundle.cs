using System.Globalization;
using System.Text;
using Throughline.Data.Bundles;

namespace Throughline.Data.Tests.Bundles;

/// <summary>Bundles that follow the description of the files and are otherwise as odd as can be.</summary>
internal static class RandomBundle
{
    private static readonly string[] Pieces = ["a", "B", "é", "€", "𐏿", "\"", ",", "\n", "\r\n", "\\", "\\N", "\t", " ", "'", "=1+1", "<b>", "\\.", "null", "0"];
    private static readonly string[] KeyPieces = ["a", "B", "é", "𐏿", "\"", ",", "\\", " ", "-", "/", "1", "ß", "_"];

    public static BundleFolder Make(Random random)
    {
        var keys = new Dictionary<string, List<Dictionary<string, string>>>(StringComparer.Ordinal);
        var folder = new BundleFolder();
        foreach (var file in BundleFiles.InOrderOfReference)
        {
            var rows = keys[file.Name] = [];
            for (var i = 0; i < random.Next(2, 8); i++)
            {
                var row = Row(file, keys, random);
                if (row is not null && !rows.Exists(other => file.Key.All(name => other[name] == row[name])))
                    rows.Add(row);
            }

            folder.Add(file.Name, Csv(file, rows, random));
        }

        return folder;
    }

    private static Dictionary<string, string>? Row(BundleFile file, Dictionary<string, List<Dictionary<string, string>>> keys, Random random)
    {
        var row = file.Columns.ToDictionary(column => column.Name, column => column.Required || random.Next(3) > 0 ? Value(column, random) : column.Default ?? "");
        foreach (var reference in file.References.OrderBy(reference => reference.Columns.Length))
        {
            if (reference.When is { } when && row[when.Column] != when.Value)
                continue;

            if (row[reference.Named].Length > 0 && !Refer(file, reference, row, keys, random))
                return null;
        }

        foreach (var rule in file.Rules)
            Mend(rule, row);

        Agree(file, row, keys, random);
        // Finance decides on one batch at a time.
        if (file.Name == "release_batches")
            row["state"] = "released";

        // One firm booking is cut to what the day holds; a second of the same person could overfill it.
        if (file.Name == "bookings" && keys[file.Name].Exists(other => other["kind"] == "hard" && other["person"] == row["person"]))
            row["kind"] = "soft";

        return row;
    }

    private static bool Refer(BundleFile file, BundleReference reference, Dictionary<string, string> row, Dictionary<string, List<Dictionary<string, string>>> keys, Random random)
    {
        var named = BundleFiles.Named(reference.To).Named;
        var candidates = keys[reference.To]
            .Where(other => reference.Columns[..^1].Zip(named).All(pair => row[pair.First] == other[pair.Second])).ToList();
        if (candidates.Count > 0)
            row[reference.Named] = candidates[random.Next(candidates.Count)][named[^1]];
        else if (!file.Column(reference.Named).Required)
            row[reference.Named] = "";
        else
            return false;

        return true;
    }

    // What the database refuses and no row rule can say.
    private static void Agree(BundleFile file, Dictionary<string, string> row, Dictionary<string, List<Dictionary<string, string>>> keys, Random random)
    {
        switch (file.Name)
        {
            case "milestones" when row["parent"] == row["milestone"]:
                row["parent"] = "";
                break;
            case "acceptance_requests":
                (row["attempt"], row["state"]) = ((keys[file.Name].Count + 1).ToString(CultureInfo.InvariantCulture), "withdrawn");
                foreach (var column in (string[])["days", "last_day", "deadline", "recorded_on", "decided_on"])
                    row[column] = "";

                break;
            case "acceptance_links":
                (row["revoked_at"], row["revoked_by"]) = ("", "");
                break;
            case "files":
                var content = Encoding.UTF8.GetBytes(Text(Pieces, random, 1, 6));
                (row["sha256"], row["number"], row["content"]) = ("\\x" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), "0", Convert.ToBase64String(content));
                break;
            case "acceptance_files":
                row["sha256"] = keys["files"][random.Next(keys["files"].Count)]["sha256"];
                break;
        }
    }

    private static void Mend(BundleRule rule, Dictionary<string, string> row)
    {
        var (first, second) = (row[rule.First], row[rule.Second]);
        switch (rule.Rule)
        {
            case RowRule.NotAfter when second.Length > 0 && string.CompareOrdinal(first, second) > 0:
                (row[rule.First], row[rule.Second]) = (second, first);
                break;
            case RowRule.ExactlyOne when first.Length > 0:
                row[rule.Second] = "";
                break;
            case RowRule.ExactlyOne when second.Length == 0:
                row[rule.Second] = "travel";
                break;
            case RowRule.NegativeOnlyBeside when second.Length == 0:
                row[rule.First] = first.TrimStart('-');
                break;
        }

        // What belongs to an engagement needs one.
        if (rule.Rule == RowRule.ExactlyOne && row[rule.First].Length == 0)
            row["activity"] = row["work_at_risk"] = row["work_exception"] = "";
    }

    private static string Value(BundleColumn column, Random random) => column.Type switch
    {
        MonthType => $"20{random.Next(10, 99)}-0{random.Next(1, 10)}",
        KeyType => Text(KeyPieces, random, 1, 4),
        ChoiceType choice => choice.Choices[random.Next(choice.Choices.Count)],
        TruthType => random.Next(2) == 0 ? "true" : "false",
        CurrencyType => random.Next(2) == 0 ? "EUR" : "USD",
        TimeZoneType => random.Next(2) == 0 ? "Europe/Berlin" : "Australia/Lord_Howe",
        DateType => Date(random),
        InstantType => Date(random) + (random.Next(3) switch { 0 => "", 1 => "T01:02:03Z", _ => "T23:59:59.000120-03:30" }),
        WholeType => random.Next(1, 6).ToString(CultureInfo.InvariantCulture),
        WeekHoursType => (random.Next(0, 600) / 4m).ToString(CultureInfo.InvariantCulture),
        DayHoursType => Math.Round(random.Next(1, 1441) / 60m, 6).ToString(CultureInfo.InvariantCulture),
        EntryHoursType => (random.Next(2) == 0 ? "-" : "") + (random.Next(1, 2400) / 100m).ToString("0.000", CultureInfo.InvariantCulture),
        DecimalType => (random.Next(1, 10_000_000) / 1000m).ToString("0.0000", CultureInfo.InvariantCulture),
        _ => Text(Pieces, random, 1, 6),
    };

    private static string Date(Random random) => new DateOnly(2025, 1, 1).AddDays(random.Next(700)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(string[] pieces, Random random, int least, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => pieces[random.Next(pieces.Length)]));

    private static string Csv(BundleFile file, List<Dictionary<string, string>> rows, Random random)
    {
        var columns = file.Columns.OrderBy(_ => random.Next()).ToList();
        var text = new StringBuilder(string.Join(',', columns.Select(column => column.Name))).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', columns.Select(column => $"\"{row[column.Name].Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');

        return text.ToString();
    }
}
