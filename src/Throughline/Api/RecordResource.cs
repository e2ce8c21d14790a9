using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>
/// Everything that resources made of one file of the bundle have in common: lists, single records, making and changing.
/// Bookings and time use the reading half only.
/// </summary>
/// <param name="Path">Under /api/v1: <c>/people</c>.</param>
/// <param name="Tag">The heading in the document.</param>
internal sealed record RecordResource(string Path, BundleFile File, string Tag)
{
    /// <summary>The name in the document: of the schema, and the end of operation ids.</summary>
    public string Schema { get; } = string.Concat(RecordAccess.Of(File).One.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public string Single => Path + RecordPath.Template(File);

    private string One => RecordAccess.Of(File).One;

    public void MapReading(ApiRoutes routes)
    {
        routes.Get(Path, Describe("list", "List: " + Tag, Schema + "List") with { Query = Lists() }, call => ListAsync(call, []));
        routes.Get(Single, Describe("get", $"Get a record: {One}", Schema) with { Tagged = true, Path = KeyParameters(), Refusals = [404] }, OneAsync);
    }

    public void MapWriting(ApiRoutes routes)
    {
        var access = RecordAccess.Of(File);
        routes.Post(Path, Describe("create", $"Make a record: {One}", Schema) with
        {
            Scope = Acts.Name(access.Create).Scope, Body = Schema + "New", Success = 201, Tagged = true, Refusals = [409],
        }, call => CreateAsync(call, null));
        routes.Patch(Single, Describe("change", $"Change a record: {One}", Schema) with
        {
            Scope = Acts.Name(access.Edit).Scope, Body = Schema + "Change", Guarded = true, Tagged = true, Path = KeyParameters(), Refusals = [404, 409],
        }, ChangeAsync);
    }

    public ApiOperation Describe(string verb, string summary, string? answer) => new(verb + Schema, Tag, summary, Scope.Read, answer);

    public async Task<IResult> ListAsync(ApiCall call, IReadOnlyList<RecordFilter> given)
    {
        var cursors = call.Get<ListCursor>();
        if (!new ListQuery(File).Read(call.Http.Request.Query, given, cursors).Succeeded(out var asked, out var bad))
            return Problems.Of(bad);
        if (!(await call.Get<FindRecords>().PageAsync(File, asked.Query, call.User, call.Stop)).Succeeded(out var found, out var refused))
            return Problems.Of(refused);

        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var record in found.Records)
                Cells.Write(json, File, record.Values);

            json.WriteEndArray();
            json.WriteString("next", found.Next is { } next ? cursors.Make(asked.List, next) : null);
            json.WriteEndObject();
        }));
    }

    public async Task<IResult> OneAsync(ApiCall call)
    {
        var key = RecordPath.Read(File, call);
        if (!RecordPath.IsPossible(File, key))
            return Problems.Of(new NoSuchRecord($"There is no {One} {key}."));
        if (!(await call.Get<FindRecords>().OneAsync(File, key, call.User, call.Stop)).Succeeded(out var record, out var problem))
            return Problems.Of(problem);

        return Versions.IsKnown(call.Http.Request, record.Version)
            ? new ApiAnswer(StatusCodes.Status304NotModified, []).WithETag(record.Version)
            : Answer(StatusCodes.Status200OK, record);
    }

    /// <param name="call">The request.</param>
    /// <param name="within">The engagement that the path names; the body may leave it out.</param>
    public async Task<IResult> CreateAsync(ApiCall call, string? within)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
            || !JsonBody.Cells(body, File).Succeeded(out var cells, out problem)
            || !Placed(cells, within).Succeeded(out cells, out problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = async (change, stored) => Created(await SeenAsync(change.Connection, call, (StoredRecord)stored)).Stored;

        return (await call.Get<SaveRecord>().RunAsync(File, cells, null, null, call.User, call.Stop)).Succeeded(out var saved, out problem)
            ? Created(saved)
            : Problems.Of(problem);
    }

    public async Task<IResult> ChangeAsync(ApiCall call)
    {
        var key = RecordPath.Read(File, call);
        if (!RecordPath.IsPossible(File, key))
            return Problems.Of(new NoSuchRecord($"There is no {One} {key}."));
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out problem)
            || !JsonBody.Cells(body, File).Succeeded(out var cells, out problem))
            return Problems.Of(problem);

        return (await call.Get<SaveRecord>().RunAsync(File, cells, key, seen.Number, call.User, call.Stop)).Succeeded(out var saved, out problem)
            ? Answer(StatusCodes.Status200OK, saved)
            : Problems.Of(problem);
    }

    private ApiAnswer Created(SavedRecord saved) =>
        Answer(StatusCodes.Status201Created, saved).With("Location", RecordPath.Of(Path, File, saved.Key));

    private ApiAnswer Answer(int status, SavedRecord record) => ApiAnswer.OfRecord(status, File, record.Values, record.Version);

    private async Task<SavedRecord> SeenAsync(Npgsql.NpgsqlConnection connection, ApiCall call, StoredRecord stored) =>
        SavedRecord.Of(await RecordSight.ReadAsync(connection, File, call.User, call.Stop), stored);

    private static Result<IReadOnlyDictionary<string, string?>> Placed(IReadOnlyDictionary<string, string?> cells, string? engagement)
    {
        if (engagement is null)
            return Result.Of(cells);
        if (cells.TryGetValue("engagement", out var said) && said != engagement)
            return new InvalidFields("engagement", $"The address names {engagement}; leave the field out or give the same.");

        return Result.Of<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>(cells) { ["engagement"] = engagement });
    }

    private IReadOnlyList<ApiParameter> KeyParameters() => [.. File.Key.Select(File.Column).Select(column => ColumnWords.Parameter(File, column))];

    public IReadOnlyList<ApiParameter> Lists() =>
    [
        new("limit", $"How many records a page has, at most {ListQuery.Most}.", "number") { Example = "50" },
        new("cursor", "Where to go on: the member next of the page before."),
        new("sort", "The field to sort by, with - before it for the last first.")
        {
            Choices = [.. File.Columns.Where(ListQuery.IsSortable).SelectMany(column => (string[])[column.ApiName, "-" + column.ApiName])],
        },
        .. new ListQuery(File).HasDays
            ? (IEnumerable<ApiParameter>)[new("from", "Only what lies on this day or later.", "date"), new("to", "Only what lies on this day or earlier.", "date")]
            : [],
        .. File.Columns.Where(column => column.Name is not ("from" or "to"))
            .Select(column => ColumnWords.Parameter(File, column) with { Required = false, Description = "Only records with this value. " + ColumnWords.Describe(File, column) }),
    ];
}
