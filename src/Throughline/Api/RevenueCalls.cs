using System.Text.Json;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Revenue;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Revenue;
using Throughline.Platform;

namespace Throughline.Api;

/// <summary>/release-batches, /billing-periods, /period-reopenings, /training-completions and /invoices: revenue on its way to the books.</summary>
internal static class RevenueCalls
{
    internal static readonly RecordResource Batches = new("/release-batches", BundleFiles.Named("release_batches"), "Revenue");
    internal static readonly RecordResource Lines = new("/release-batches/{batch}/lines", BundleFiles.Named("release_lines"), "Revenue");
    internal static readonly RecordResource Reopenings = new("/period-reopenings", BundleFiles.Named("period_reopenings"), "Revenue");
    internal static readonly RecordResource Trainings = new("/training-completions", BundleFiles.Named("training_completions"), "Revenue");
    internal static readonly RecordResource Invoices = new("/invoices", BundleFiles.Named("draft_invoices"), "Revenue");
    internal static readonly RecordResource InvoiceLines = new("/invoices/{invoice}/lines", BundleFiles.Named("draft_invoice_lines"), "Revenue");

    private static readonly ApiParameter Month = ColumnWords.Parameter(Batches.File, Batches.File.Column("month"));

    public static void Map(ApiRoutes routes)
    {
        Batches.MapReading(routes);
        Post(routes, Batches.Path, Batches, "create", "Prepare a month's release", 201, Batches.Schema + "New", ["month"], (call, body) =>
            Keyed(call.Get<PrepareRelease>().RunAsync(call.User, JsonBody.Member(body, "month"), call.Stop), batch => batch.Batch));
        Post(routes, Batches.Single + ":review", Batches, "review", "Say that a batch is in order", 200, null, [], (call, _) =>
            Keyed(call.Get<ReviewRelease>().RunAsync(call.User, call.Route("batch"), call.Stop), batch => batch.Batch));
        Post(routes, Batches.Single + ":return", Batches, "return", "Send a batch back, with the reason", 200, "ReleaseReturn", ["reason"], (call, body) =>
            Keyed(call.Get<ReviewRelease>().ReturnAsync(call.User, call.Route("batch"), JsonBody.Member(body, "reason"), call.Stop), batch => batch.Batch));
        Post(routes, Batches.Single + ":release", Batches, "release", "Release a reviewed batch", 200, null, [], (call, _) =>
            Keyed(call.Get<ReleaseRevenue>().RunAsync(call.User, call.Route("batch"), call.Stop), batch => batch.Batch));
        MapPart(routes, Batches, Lines, "List the lines of a batch");
        routes.Get(Batches.Single + "/journal", Batches.Describe("exportJournalOf", "Take a released batch out as journal lines", null) with
        {
            Path = Key(Batches), Refusals = [404, 409], FileAnswers = ["text/csv", XlsxWriter.MediaType],
            Query = [new("format", "The kind of file.") { Choices = ["csv", "xlsx"], Example = "csv" }],
        }, JournalAsync);

        routes.Get("/billing-periods", new ApiOperation("listBillingPeriods", "Revenue", "The billing periods with their stages", Scope.Read, "BillingPeriodList"), PeriodsAsync);
        routes.Post("/billing-periods/{month}:close", new ApiOperation("closeBillingPeriod", "Revenue", "Close a month's books", Scope.Finance, "PeriodLock")
        {
            Success = 201, Body = "BillingPeriodClose", Path = [Month], Refusals = [404, 409],
        }, CloseAsync);

        Reopenings.MapReading(routes);
        Post(routes, Reopenings.Path, Reopenings, "create", "Ask for a closed period to be opened", 201, Reopenings.Schema + "New", ["periodLock", "reason"], (call, body) =>
            Keyed(call.Get<ReopenPeriod>().AskAsync(call.User, JsonBody.Member(body, "periodLock"), JsonBody.Member(body, "reason"), call.Stop), ticket => ticket.Key));
        foreach (var (segment, verb, summary, approve) in ((string, string, string, bool)[])[("approval", "approve", "Open the period", true), ("decline", "decline", "Leave the period closed", false)])
        {
            Post(routes, $"{Reopenings.Single}/{segment}", Reopenings, verb, summary, 200, "OvertimeDecision", ["comment"], (call, body) =>
                Keyed(call.Get<ReopenPeriod>().DecideAsync(call.User, call.Route("periodReopening"), approve, JsonBody.Member(body, "comment"), call.Stop), ticket => ticket.Key));
        }

        Trainings.MapReading(routes);
        Post(routes, Trainings.Path, Trainings, "create", "Record a completed class with its roster", 201, Trainings.Schema + "New", ["engagement", "class", "completedOn", "attendees", "activity"], (call, body) =>
            Keyed(call.Get<RecordTraining>().RunAsync(call.User, Training(body), call.Stop), one => new RecordKey(one.Engagement.Value, one.Class)), Scope.Delivery);

        Invoices.MapReading(routes);
        MapPart(routes, Invoices, InvoiceLines, "List the lines of a draft invoice");
        routes.Post(Invoices.Path, Invoices.Describe("draft", "Draft a month's invoices", "DraftedInvoices") with
        {
            Scope = Scope.Finance, Body = Invoices.Schema + "New", Success = 201, Refusals = [404, 409], Description = "All of what no invoice holds yet, up to the end of the month.",
        }, DraftAsync);
    }

    private static TrainingForm Training(JsonElement body) => new(
        JsonBody.Member(body, "engagement"), JsonBody.Member(body, "class"), JsonBody.Member(body, "completedOn"),
        body.TryGetProperty("attendees", out var attendees) ? attendees.ToString() : null, JsonBody.Member(body, "activity"));

    private static async Task<Result<RecordKey>> Keyed<T>(Task<Result<T>> run, Func<T, string> key) where T : notnull => await Keyed(run, value => new RecordKey(key(value)));

    private static async Task<Result<RecordKey>> Keyed<T>(Task<Result<T>> run, Func<T, RecordKey> key) where T : notnull =>
        (await run).Succeeded(out var value, out var problem) ? key(value) : problem;

    // Each of these writes one record and answers with it as it then stands.
    private static void Post(
        ApiRoutes routes, string path, RecordResource resource, string verb, string summary, int status, string? sent, string[] known,
        Func<ApiCall, JsonElement, Task<Result<RecordKey>>> run, Scope scope = Scope.Finance) =>
        routes.Post(path, resource.Describe(verb, summary, resource.Schema) with
        {
            Scope = scope, Body = sent, Success = status, Tagged = true, Refusals = [404, 409], Path = path == resource.Path ? [] : Key(resource),
        }, async call =>
        {
            if (!(await BodyAsync(call, known)).Succeeded(out var body, out var problem))
                return Problems.Of(problem);

            if (OnceOnly.Current is { } once)
                once.Render = async (change, written) => (await AnswerAsync(change.Connection, resource, status, KeyOf(written), call.Stop)).Stored;

            return (await run(call, body)).Succeeded(out var key, out problem)
                ? await call.Get<Database>().ReadAsync<IResult>(async connection => await AnswerAsync(connection, resource, status, key, call.Stop), call.Stop)
                : Problems.Of(problem);
        });

    private static RecordKey KeyOf(object written) => written switch
    {
        ReleaseBatch batch => new RecordKey(batch.Batch),
        PeriodReopening ticket => new RecordKey(ticket.Key),
        TrainingCompletion one => new RecordKey(one.Engagement.Value, one.Class),
        _ => throw new ArgumentException($"{written.GetType().Name} has no address.", nameof(written)),
    };

    private static async Task<ApiAnswer> AnswerAsync(NpgsqlConnection connection, RecordResource resource, int status, RecordKey key, CancellationToken stop)
    {
        var stored = (await new RecordTable(resource.File).FindAsync(connection, key, stop))!;
        var answer = ApiAnswer.OfRecord(status, resource.File, stored.Values, stored.Version);
        return status == StatusCodes.Status201Created ? answer.With("Location", RecordPath.Of(resource.Path, resource.File, key)) : answer;
    }

    private static async Task<Result<JsonElement>> BodyAsync(ApiCall call, string[] known)
    {
        var body = JsonDocument.Parse("{}").RootElement;
        if (call.Http.Request.ContentType is not null && !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out body, out var problem))
            return problem;

        return body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? new InvalidFields([JsonBody.Unknown(unknown, known)])
            : body;
    }

    private static void MapPart(ApiRoutes routes, RecordResource whole, RecordResource part, string summary) =>
        routes.Get(part.Path, part.Describe("list", summary, part.Schema + "List") with
        {
            Path = Key(whole), Query = [.. part.Lists().Where(parameter => parameter.Name != whole.File.Column(whole.File.Key[0]).ApiName)], Refusals = [404],
        }, async call =>
        {
            var key = new RecordKey(call.Route(whole.File.Column(whole.File.Key[0]).ApiName));
            return (await call.Get<Platform.Records.FindRecords>().OneAsync(whole.File, key, call.User, call.Stop)).Succeeded(out _, out var problem)
                ? await part.ListAsync(call, [new RecordFilter(part.File.Column(whole.File.Key[0]), key.Parts[0])])
                : Problems.Of(problem);
        });

    private static async Task<IResult> JournalAsync(ApiCall call)
    {
        if (call.Http.Request.Query["format"].ToString() is not ("" or "csv" or "xlsx"))
            return Problems.Of(new BadParameter("format", "format is csv or xlsx."));

        var format = call.Http.Request.Query["format"].ToString() is "xlsx" ? "xlsx" : "csv";
        return (await call.Get<JournalDownload>().FindAsync(call.User, call.Route("batch"), call.Stop)).Succeeded(out var batch, out var problem)
            ? RevenueFiles.File(format, batch, call.Get<JournalDownload>(), call.Http)
            : Problems.Of(problem);
    }

    private static async Task<IResult> PeriodsAsync(ApiCall call) => (await call.Get<PeriodBoard>().RunAsync(call.User, call.Stop)).Succeeded(out var sheet, out var problem)
        ? new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var period in sheet.Periods)
                Write(json, period);

            json.WriteEndArray();
            json.WriteNull("next");
            json.WriteEndObject();
        }))
        : Problems.Of(problem);

    private static void Write(Utf8JsonWriter json, PeriodRow period)
    {
        json.WriteStartObject();
        json.WriteString("month", period.Month.ToString());
        json.WriteString("stage", period.Stage.Text());
        json.WriteString("timeCutOff", Cells.Instant(period.Dates.TimeCutOff));
        json.WriteString("approvalsCutOff", Cells.Instant(period.Dates.ApprovalsCutOff));
        json.WriteString("closesOn", Cells.Date(period.Dates.ClosesOn));
        json.WriteString("consolidatedBy", period.ConsolidatedBy);
        json.WriteString("batch", period.Batch);
        json.WriteStartArray("locks");
        foreach (var one in period.Locks)
            json.WriteStringValue(one.Key);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task<IResult> CloseAsync(ApiCall call)
    {
        if (!(await BodyAsync(call, ["legalEntity"])).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = async (change, made) => (await LockAsync(change.Connection, ((PeriodLock)made).Key, call.Stop)).Stored;

        return (await call.Get<ClosePeriod>().RunAsync(call.User, call.Route("month"), JsonBody.Member(body, "legalEntity"), call.Stop)).Succeeded(out var one, out problem)
            ? await call.Get<Database>().ReadAsync<IResult>(async connection => await LockAsync(connection, one.Key, call.Stop), call.Stop)
            : Problems.Of(problem);
    }

    private static Task<ApiAnswer> LockAsync(NpgsqlConnection connection, string key, CancellationToken stop) =>
        AnswerAsync(connection, PeriodLockCalls.Locks, StatusCodes.Status201Created, new RecordKey(key), stop);

    private static async Task<IResult> DraftAsync(ApiCall call)
    {
        if (!(await BodyAsync(call, ["month"])).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Drafted((IReadOnlyList<InvoiceRow>)made).Stored);

        return (await call.Get<DraftInvoicesOfMonth>().RunAsync(call.User, JsonBody.Member(body, "month"), call.Stop)).Succeeded(out var invoices, out problem)
            ? Drafted(invoices)
            : Problems.Of(problem);
    }

    private static ApiAnswer Drafted(IReadOnlyList<InvoiceRow> invoices) => new(StatusCodes.Status201Created, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("invoices");
        foreach (var one in invoices)
            json.WriteStringValue(one.Invoice);

        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static IReadOnlyList<ApiParameter> Key(RecordResource resource) => [.. resource.File.Key.Select(name => ColumnWords.Parameter(resource.File, resource.File.Column(name)))];
}
