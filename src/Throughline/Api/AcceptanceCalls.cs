using System.Text.Json;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Acceptance;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>/acceptance-requests: what customers were asked, how the count stands, and what is done to it on the way.</summary>
internal sealed class AcceptanceCalls
{
    internal static readonly RecordResource Resource = new("/acceptance-requests", BundleFiles.Named("acceptance_requests"), "Acceptance");

    public static void Map(ApiRoutes routes)
    {
        routes.Get(Resource.Path, Resource.Describe("list", "List: Acceptance requests", Resource.Schema + "List") with { Query = Resource.Lists() }, call => Resource.ListAsync(call, []));
        routes.Get(Resource.Single, Resource.Describe("get", "Get an acceptance request with its count, holds, points and replies", Resource.Schema + "Whole") with { Path = Key("acceptance_request"), Refusals = [404] }, OneAsync);
        MapAct(routes, "hold", "Days that do not count", "AcceptanceHold", call => HoldAsync(call));
        MapAct(routes, "resume", "End the hold that lasts", "AcceptanceResume", call => ResumeAsync(call));
        MapAct(routes, "withdraw", "Take a request back", "AcceptanceWithdrawal", call => WithdrawAsync(call));
        routes.Post($"{Resource.Single}/replies", new ApiOperation("enterAcceptanceReply", Resource.Tag, "Enter a customer's answer by mail", Scope.Delivery, "AcceptanceReply")
        {
            Body = "AcceptanceReplyNew", Success = 201, Path = Key("acceptance_request"), Refusals = [404, 409], MostBytes = 2L * AcceptanceUpload.MostBytes,
        }, EnterAsync);
        routes.Post($"{Resource.Single}/replies/{{acceptanceReply}}:settle", new ApiOperation("settleAcceptanceReply", Resource.Tag, "Say what a customer's answer is", Scope.Delivery, "AcceptanceReply")
        {
            Body = "AcceptanceVerdict", Path = [.. Key("acceptance_request"), new("acceptanceReply", "The reply's code.") { Required = true, Example = "r-1b2c3d4e5f6g7h" }], Refusals = [404, 409],
        }, SettleAsync);
    }

    private static void MapAct(ApiRoutes routes, string act, string summary, string body, Func<ApiCall, Task<IResult>> run) =>
        routes.Post($"{Resource.Single}:{act}", new ApiOperation(act + "AcceptanceRequest", Resource.Tag, summary, Scope.Delivery, Resource.Schema + "Whole")
        {
            Body = body, Path = Key("acceptance_request"), Refusals = [404, 409],
        }, run);

    private static async Task<IResult> OneAsync(ApiCall call)
    {
        var key = new RecordKey(call.Route("acceptanceRequest"));
        return (await call.Get<FindRecords>().OneAsync(Resource.File, key, call.User, call.Stop)).Succeeded(out var record, out var problem)
            ? await call.Get<Database>().ReadAsync(connection => WholeAsync(connection, StatusCodes.Status200OK, record.Values, key.Parts[0]!), call.Stop)
            : Problems.Of(problem);
    }

    private static Task<IResult> HoldAsync(ApiCall call) => ActAsync(call, ["start", "end", "agreedWith", "reason"], (body, errors) =>
    {
        var form = new HoldForm(Day(body, "start", errors), Day(body, "end", errors), JsonBody.Member(body, "agreedWith"), JsonBody.Member(body, "reason"));
        return () => call.Get<HoldAcceptance>().RunAsync(call.Route("acceptanceRequest"), form, call.User, call.Stop);
    });

    private static Task<IResult> ResumeAsync(ApiCall call) => ActAsync(call, ["last"], (body, errors) =>
    {
        var last = Day(body, "last", errors);
        return () => call.Get<HoldAcceptance>().ResumeAsync(call.Route("acceptanceRequest"), last, call.User, call.Stop);
    });

    private static Task<IResult> WithdrawAsync(ApiCall call) => ActAsync(call, ["reason"], (body, _) =>
        () => call.Get<WithdrawRequest>().RunAsync(call.Route("acceptanceRequest"), JsonBody.Member(body, "reason"), call.User, call.Stop));

    private static async Task<IResult> ActAsync(ApiCall call, string[] known, Func<JsonElement, List<FieldError>, Func<Task<Result<AcceptanceStep>>>> read)
    {
        if (!(await BodyAsync(call, known)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        var errors = new List<FieldError>();
        var run = read(body, errors);
        if (errors.Count > 0)
            return Problems.Of(new InvalidFields(errors));

        if (OnceOnly.Current is { } once)
            once.Render = async (change, step) => (await StandingAsync(change.Connection, ((AcceptanceStep)step).Request.Key)).Stored;

        return (await run()).Succeeded(out var done, out problem)
            ? await call.Get<Database>().ReadAsync(connection => StandingAsync(connection, done.Request.Key), call.Stop)
            : Problems.Of(problem);
    }

    private static async Task<IResult> EnterAsync(ApiCall call)
    {
        string[] known = ["text", "sender", "sentAt", "mail"];
        if (!(await BodyAsync(call, known)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        var errors = new List<FieldError>();
        var mail = Array.Empty<byte>();
        if (JsonBody.Member(body, "mail") is { } base64 && !TryBytes(base64, out mail))
            errors.Add(new("mail", "must be a mail (.eml) of at most 20 MB in base64"));
        var sentAt = JsonBody.Member(body, "sentAt") is { } at ? Moments.Read(at) : null;
        if (JsonBody.Member(body, "sentAt") is not null && sentAt is null)
            errors.Add(new("sentAt", "must be an instant like 2026-03-02T14:05:00Z"));
        if (errors.Count > 0)
            return Problems.Of(new InvalidFields(errors));

        if (OnceOnly.Current is { } once)
            once.Render = (_, step) => Task.FromResult(Reply(StatusCodes.Status201Created, ((ReplyStep)step).Reply).Stored);

        var form = new ReplyForm
        {
            Mail = mail.Length == 0 ? null : new AcceptanceDocument("reply.eml", "message/rfc822", mail), Text = JsonBody.Member(body, "text"), Sender = JsonBody.Member(body, "sender"), SentAt = sentAt,
        };
        return (await call.Get<EnterReply>().RunAsync(call.Route("acceptanceRequest"), form, call.User, call.Stop)).Succeeded(out var entered, out problem)
            ? Reply(StatusCodes.Status201Created, entered.Reply)
            : Problems.Of(problem);
    }

    private static async Task<IResult> SettleAsync(ApiCall call)
    {
        if (!(await BodyAsync(call, ["verdict", "remarks", "objections"])).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        var errors = new List<FieldError>();
        var verdict = JsonBody.Member(body, "verdict") switch
        {
            "accepted" => ReplyVerdict.Accepted, "rejected" => ReplyVerdict.Rejected, "objection" => ReplyVerdict.Objection, "dismissed" => ReplyVerdict.Dismissed, _ => (ReplyVerdict?)null,
        };
        if (verdict is null)
            errors.Add(new("verdict", "is none of accepted, rejected, objection and dismissed"));
        var objections = Objections(body, errors);
        if (errors.Count > 0)
            return Problems.Of(new InvalidFields(errors));

        if (OnceOnly.Current is { } once)
            once.Render = (_, step) => Task.FromResult(Reply(StatusCodes.Status200OK, ((ReplyStep)step).Reply).Stored);

        return (await call.Get<SettleReply>().RunAsync(call.Route("acceptanceReply"), new VerdictForm(verdict!.Value, JsonBody.Member(body, "remarks"), objections), call.User, call.Stop)).Succeeded(out var settled, out problem)
            ? Reply(StatusCodes.Status200OK, settled.Reply)
            : Problems.Of(problem);
    }

    private static List<PointObjection> Objections(JsonElement body, List<FieldError> errors)
    {
        var objections = new List<PointObjection>();
        if (!body.TryGetProperty("objections", out var list) || list.ValueKind is JsonValueKind.Null)
            return objections;

        foreach (var one in list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [])
        {
            if (one.ValueKind is JsonValueKind.Object && JsonBody.Member(one, "reason") is { Length: > 0 } reason)
                objections.Add(new(one.TryGetProperty("point", out var point) && point.ValueKind is JsonValueKind.Number && point.TryGetInt32(out var number) ? number : null, reason));
        }

        if (list.ValueKind is not JsonValueKind.Array || objections.Count != list.GetArrayLength())
            errors.Add(new("objections", "must be a list of reasons, each {\"point\":1,\"reason\":\"…\"}"));

        return objections;
    }

    private static async Task<Result<JsonElement>> BodyAsync(ApiCall call, string[] known)
    {
        var body = JsonDocument.Parse("{}").RootElement;
        if ((call.Http.Request.ContentLength is not (null or 0) || call.Http.Request.ContentType is not null) && !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out body, out var problem))
            return problem;

        return body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown ? new InvalidFields([JsonBody.Unknown(unknown, known)]) : body;
    }

    private static DateOnly? Day(JsonElement body, string name, List<FieldError> errors)
    {
        if (JsonBody.Member(body, name) is not { } said)
            return null;
        if (DateOnly.TryParseExact(said, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day))
            return day;

        errors.Add(new(name, "must be a date like 2026-03-02"));
        return null;
    }

    private static bool TryBytes(string base64, out byte[] bytes)
    {
        bytes = base64.Length > 2 * AcceptanceUpload.MostBytes ? [] : new byte[(base64.Length * 3 / 4) + 3];
        var read = Convert.TryFromBase64String(base64, bytes, out var length) && length is > 0 and <= AcceptanceUpload.MostBytes;
        bytes = read ? bytes[..length] : [];
        return read;
    }

    private static async Task<ApiAnswer> StandingAsync(Npgsql.NpgsqlConnection connection, string request) =>
        (ApiAnswer)await WholeAsync(connection, StatusCodes.Status200OK, (await new RecordTable(Resource.File).FindAsync(connection, new RecordKey(request), CancellationToken.None))!.Values, request);

    private static async Task<IResult> WholeAsync(Npgsql.NpgsqlConnection connection, int status, IReadOnlyDictionary<string, string?> values, string key)
    {
        var request = (await AcceptanceRows.FindAsync(connection, key))!;
        var (holds, points, replies) = (await AcceptanceRows.HoldsAsync(connection, key), await AcceptanceRows.PointsAsync(connection, key), await AcceptanceRows.RepliesAsync(connection, key));
        return new ApiAnswer(status, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("request");
            Cells.Write(json, Resource.File, values);
            json.WriteBoolean("waits", request.IsOpen && holds.Any(hold => hold.End is null));
            json.WriteStartArray("countingDays");
            foreach (var day in request.CountingDays(holds))
                json.WriteStringValue(Cells.Date(day));

            json.WriteEndArray();
            Write(json, "holds", holds, hold =>
            {
                json.WriteString("acceptanceHold", hold.Key);
                json.WriteString("kind", hold.Kind);
                json.WriteString("start", Cells.Date(hold.Start));
                json.WriteString("end", hold.End is { } end ? Cells.Date(end) : null);
                json.WriteString("reason", hold.Reason);
                json.WriteString("agreedWith", hold.AgreedWith);
            });
            Write(json, "points", points, point =>
            {
                json.WriteNumber("point", point.Point);
                json.WriteString("text", point.Text);
                json.WriteString("objection", point.Objection);
            });
            Write(json, "replies", replies, reply => Fields(json, reply));
            json.WriteEndObject();
        }));
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            fields(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ApiAnswer Reply(int status, AcceptanceReply reply) => new(status, Cells.Json(json =>
    {
        json.WriteStartObject();
        Fields(json, reply);
        json.WriteEndObject();
    }));

    private static void Fields(Utf8JsonWriter json, AcceptanceReply reply)
    {
        json.WriteString("acceptanceReply", reply.Key);
        json.WriteString("sender", reply.Sender);
        json.WriteString("sentAt", Cells.Instant(reply.SentAt));
        json.WriteString("text", reply.Text);
        json.WriteString("word", reply.Word);
        json.WriteString("state", reply.State);
        json.WriteString("settledBy", reply.SettledBy);
    }

    private static IReadOnlyList<ApiParameter> Key(string column) => [ColumnWords.Parameter(Resource.File, Resource.File.Column(column))];
}
