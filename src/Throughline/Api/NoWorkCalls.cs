using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Features.Timekeeping;
using Throughline.Ui;

namespace Throughline.Api;

/// <summary>/no-work: days on which people said to have worked no more than is entered; read like every record, said and taken back under the rules of time.</summary>
internal static class NoWorkCalls
{
    public static RecordResource Resource { get; } = new("/no-work", BundleFiles.Named("no_work"), "Time entries");

    public static void Map(ApiRoutes routes)
    {
        var scope = Acts.Name(Act.LogOwnTime).Scope;
        Resource.MapReading(routes);
        routes.Post(Resource.Path, Resource.Describe("create", "Say that nothing more was worked", Resource.Schema) with
        {
            Scope = scope, Body = Resource.Schema + "New", Success = 201, Refusals = [409],
            Description = "A day, or several; said again, the reason is replaced.",
        }, call => RunAsync(call, ["person", "start", "end", "reason"], StatusCodes.Status201Created, (who, days, reason) =>
            call.Get<StateNoWork>().RunAsync(call.User, who, days, reason, call.Stop)));
        routes.Post(Resource.Path + ":withdraw", Resource.Describe("withdraw", "Take a statement back", Resource.Schema) with
        {
            Scope = scope, Body = Resource.Schema + "TakenBack", Refusals = [404, 409],
        }, call => RunAsync(call, ["person", "start", "end"], StatusCodes.Status200OK, (who, days, _) =>
            call.Get<WithdrawNoWork>().RunAsync(call.User, who, days, call.Stop)));
    }

    private static async Task<IResult> RunAsync(
        ApiCall call, string[] known, int status, Func<PersonKey, DateRange, string?, Task<Result<NoWorkSaid>>> run)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
            || !Read(body, known).Succeeded(out var asked, out problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, said) => Task.FromResult(Answer(status, (NoWorkSaid)said).Stored);

        return (await run(asked.Person, asked.Days, asked.Reason)).Succeeded(out var done, out problem) ? Answer(status, done) : Problems.Of(problem);
    }

    private static Result<NoWorkSaid> Read(JsonElement body, string[] known)
    {
        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        var cells = known.ToDictionary(name => name, name => JsonBody.Member(body, name), StringComparer.Ordinal);
        foreach (var column in Resource.File.Columns.Where(column => known.Contains(column.ApiName)))
        {
            var text = cells[column.ApiName];
            if (text is null && !column.Required)
                continue;
            if ((text is null ? "is missing" : column.Read(text, out _)) is { } wrong)
                errors.Add(new(column.ApiName, wrong));
        }

        return errors.Count > 0
            ? new InvalidFields(errors)
            : Days(cells["start"]!, cells["end"]!) is { } days
                ? new NoWorkSaid(new PersonKey(cells["person"]!), days, cells.GetValueOrDefault("reason"))
                : new InvalidFields("end", "must not be before start");
    }

    private static DateRange? Days(string start, string end)
    {
        var (first, last) = (DateOnly.ParseExact(start, "yyyy-MM-dd"), DateOnly.ParseExact(end, "yyyy-MM-dd"));
        return first <= last ? new DateRange(first, last) : null;
    }

    private static ApiAnswer Answer(int status, NoWorkSaid said) => new(status, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("person", said.Person.Value);
        json.WriteString("start", Text.Iso(said.Days.First));
        json.WriteString("end", Text.Iso(said.Days.Last));
        json.WriteString("reason", said.Reason);
        json.WriteEndObject();
    }));
}
