using Throughline.CommandLine;

namespace Throughline.Tests.CommandLine;

/// <summary>A person at a terminal: types commands at one database and reads what they print.</summary>
internal sealed class Terminal(string connectionString)
{
    public sealed record Printed(int Exit, string Output, string Errors);

    public async Task<Printed> TypeAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exit = await Commands.RunAsync([.. words, "--database", connectionString], new StringReader(""), output, errors);
        return new Printed(exit, output.ToString(), errors.ToString());
    }

    public static async Task<Printed> WithoutDatabaseAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exit = await Commands.RunAsync(words, new StringReader(""), output, errors);
        return new Printed(exit, output.ToString(), errors.ToString());
    }
}

/// <summary>A bundle in a folder that goes with the test.</summary>
internal sealed class BundleFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bundle").FullName;

    /// <summary>One engagement with one engineer: booked for March 2026 at 250 an hour, two days of it worked.</summary>
    public static BundleFolder OfOneEngagement() => new BundleFolder()
        .With("people", "person,name,role,weekly_hours", "p1,Ana Kovač,engineer,40", "pm,Priya Raman,project_manager,40")
        .With("customers", "customer,name", "acme,Acme")
        .With("engagements", "engagement,customer,name,type,billing,currency,contract_value,start,expires,status,project_manager",
            "SOW-1,acme,Migration,consulting,tm,USD,100000,2026-01-01,2026-12-31,active,pm")
        .With("rates", "role,currency,hourly_rate,effective_from", "engineer,USD,250,2026-01-01")
        .With("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind",
            "b1,SOW-1,p1,engineer,2026-03-02,2026-03-27,8,hard", "b2,SOW-1,p1,engineer,2026-03-30,2026-04-03,4,soft")
        .With("time", "entry,person,date,engagement,hours,state,approved_by", "t1,p1,2026-03-02,SOW-1,8,approved,pm", "t2,p1,2026-03-03,SOW-1,7.5,approved,pm");

    public BundleFolder With(string file, params string[] lines)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file + ".csv"), string.Join('\n', lines) + "\n");
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
