using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Throughline.Data.Bundles;
using Throughline.Domain.Reports;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>The schemas of the document: those of records from their columns, the others beside them.</summary>
internal static class ApiSchemas
{
    private static readonly string[] SetByDeciding = ["state", "approved_by", "approved_at", "work_at_risk", "work_exception", "adjusts"];

    /// <summary>The columns of a resource request that its steps set.</summary>
    internal static readonly string[] SetBySteps =
        ["state", "coordinator", "requested_by", "submitted_at", "decided_by", "decided_at", "reason", "offers", "reasoning"];
    private static readonly string[] DecidedOvertime = ["overtime_request", "asked_by", "asked_at", "status", "decided_by", "decided_at", "comment"];

    public static Dictionary<string, IOpenApiSchema> All(OpenApiDocument document)
    {
        var schemas = new Dictionary<string, IOpenApiSchema>();
        RecordResource[] read = [.. ApiSetup.Resources, new("/bookings", BundleFiles.Named("bookings"), ""), new("/booking-series", BundleFiles.Named("booking_series"), ""), new("/overtime-requests", BundleFiles.Named("overtime_requests"), ""), new("/time-entries", BundleFiles.Named("time"), ""), RequestCalls.Resource, new("/time-off-requests", BundleFiles.Named("time_off_requests"), ""), PeriodLockCalls.Locks, PeriodLockCalls.Tickets, CertificationCalls.Quarters, CertificationCalls.Months, NoWorkCalls.Resource, AcceptanceCalls.Resource];
        foreach (var resource in read)
            AddRecord(schemas, resource, document);

        schemas["IssueOfEngagementNew"] = New(BundleFiles.Named("issues"), ["engagement"]);
        AddSteps(schemas, document);
        AddSeries(schemas, document);
        AddRequestSteps(schemas);
        AddReports(schemas);
        AddReportSchedules(schemas, document);
        AddService(schemas, document);
        return schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>A plain value.</summary>
    public static OpenApiSchema Value(string kind, IReadOnlyList<string> choices) => kind switch
    {
        "truth" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "number" => new OpenApiSchema { Type = JsonSchemaType.Integer },
        "date" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
        "instant" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        _ when choices.Count > 0 => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. choices.Select(choice => (JsonNode)choice)] },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    public static JsonNode Example(string kind, string text) => kind switch
    {
        "truth" => JsonValue.Create(text == "true"),
        "number" => JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    public static OpenApiSchema File(string type) => type == "multipart/form-data"
        ? Object("Files as form data.", new() { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, ContentMediaType = "application/octet-stream", Description = "The file." } }, ["file"])
        : new OpenApiSchema { Type = JsonSchemaType.String, ContentMediaType = type };

    private static void AddRecord(Dictionary<string, IOpenApiSchema> schemas, RecordResource resource, OpenApiDocument document)
    {
        var (file, name) = (resource.File, resource.Schema);
        var closed = RecordAccess.Of(file).Closed;
        schemas[name] = Object(
            $"A record as it stands: {RecordAccess.Of(file).One}.",
            file.Columns.ToDictionary(column => column.ApiName, column => (IOpenApiSchema)Column(file, column, sent: false)),
            [.. file.Columns.Where(column => !closed.ContainsKey(column.Name)).Select(column => column.ApiName)]);
        schemas[name + "List"] = Object($"A page of a list.", new()
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(name, document), Description = "The records of this page." },
            ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The cursor of the next page; null at the end." },
        }, ["items", "next"]);

        string[] without = file.Name switch { "time" => SetByDeciding, "bookings" => BookingCalls.Kept, "overtime_requests" => DecidedOvertime, "resource_requests" => SetBySteps, "style_notes" => ["author", "written_at"], "time_off_requests" => ["state", "decided_by", "decided_at", "reason"], "period_locks" => ["locked_by"], "time_consolidations" => ["recorded_as_of", "entries", "hours", "content", "fingerprint", "consolidated_by", "received_by", "received_at"], "unlock_tickets" => ["state", "asked_by", "asked_at", "decided_by", "decided_at", "comment"], _ => [] };
        schemas[name + "New"] = New(file, [.. without.Where(column => column != "adjusts")]);
        if (file.Name is "time_off_requests" or "period_locks" or "unlock_tickets" or "time_consolidations" or "certifications" or "no_work" or "acceptance_requests")
            return;

        schemas[name + "Change"] = Object(
            "What to change; what is left out stays, null takes a value away.",
            file.Columns.Where(column => !without.Contains(column.Name)).ToDictionary(column => column.ApiName, column => (IOpenApiSchema)Column(file, column, sent: true)), []);
    }

    private static OpenApiSchema New(BundleFile file, string[] without)
    {
        var made = RecordKeys.Makeable(file)?.Name;
        return Object(
            "A new record. " + (made is null ? "" : "Without its key it gets one."),
            file.Columns.Where(column => !without.Contains(column.Name)).ToDictionary(column => column.ApiName, column => (IOpenApiSchema)Column(file, column, sent: true)),
            [.. file.Columns.Where(column => column.Required && column.Name != made && !without.Contains(column.Name) && !(file.Name is "bookings" or "resource_requests" && column.Name == "role"))
                .Select(column => column.ApiName)]);
    }

    private static OpenApiSchema Column(BundleFile file, BundleColumn column, bool sent)
    {
        var kind = ColumnWords.Kind(column);
        var schema = Value(kind, column.Type is ChoiceType choice ? choice.Choices : []);
        schema.Description = ColumnWords.Describe(file, column);
        schema.Examples = [Example(kind, ColumnWords.Example(file, column))];
        if (column.Type.SqlType is "numeric" || column.Type is DayHoursType)
        {
            if (sent)
                schema.Type |= JsonSchemaType.Number;

            schema.Pattern = "^-?[0-9]+(\\.[0-9]+)?$";
        }

        if (!column.Required)
        {
            schema.Type |= JsonSchemaType.Null;
            schema.Enum?.Add(JsonNullSentinel.JsonNull);
        }

        return schema;
    }

    private static void AddSteps(Dictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        schemas["TimeSelection"] = Selection([]);
        schemas["TimeApproval"] = Selection(new() { ["comment"] = Text("A remark kept with the decision.", "Thanks") });
        schemas["TimeRejection"] = Selection(new() { ["reason"] = Text("Why the entries go back.", "The activity is missing") });
        schemas["TimeEntries"] = Object("The entries as they stand now.", new()
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("TimeEntry", document), Description = "The entries." },
        }, ["items"]);
        schemas["DayWithoutWorkTakenBack"] = New(NoWorkCalls.Resource.File, ["reason"]);
        schemas["CertificationQuarter"] = Object("A quarter.", new() { ["day"] = Text("A day of the quarter.", "2026-03-02") }, ["day"]);
        schemas["CertificationSelection"] = Object("Which quarters of which people.", new()
        {
            ["certifications"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text("A certification's code.", "FY27-Q1.p003"), Description = "The certifications' codes." },
            ["reason"] = Text("Why they go back; kept as a remark when they are approved.", "Leave of April is missing"),
        }, ["certifications"]);
        schemas["CertifiedCount"] = Object("What was done.", new() { ["changed"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "How many people's quarters changed." } }, ["changed"]);
        schemas["TimeOffSelection"] = TimeOff([]);
        schemas["TimeOffApproval"] = TimeOff(new() { ["reason"] = Text("A remark kept with the decision.", "Enjoy it") });
        schemas["TimeOffDecline"] = TimeOff(new() { ["reason"] = Text("Why it is declined; the person reads it.", "The go-live is in this week") });
        ((OpenApiSchema)schemas["TimeOffDecline"]).Required!.Add("reason");
        schemas["TimeOffRequests"] = Object("The requests as they stand now.", new()
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("TimeOffRequest", document), Description = "The requests." },
        }, ["items"]);
        AddAcceptance(schemas, document);
        schemas["MilestoneStep"] = Object("Another day than today, words, and who was asked. Somebody with an e-mail address is written to, unless a day is given.", new(Step())
        {
            ["recipientName"] = Text("Who signs for the customer.", "Dana Whitfield"), ["recipientEmail"] = Text("Their e-mail address.", "dana@meridian.example"),
            ["statement"] = Text("What was delivered; what the milestone says when left out.", "The pilot runs at both sites."),
            ["copies"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "E-mail addresses of those in copy; as policy P-28 says when left out." },
        }, []);
        schemas["MilestoneRejection"] = Object("Another day than today, and why.", new(Step()) { ["reason"] = Text("Why it is rejected; kept as the comment is.", "The report lacks two sites") }, []);
        schemas["MilestoneAcceptance"] = Object("Another day than today, words, and whether silence was the answer.", new(Step())
        {
            ["passive"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Nobody answered in time, and the contract counts that as acceptance." },
        }, []);
    }

    private static void AddAcceptance(Dictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        OpenApiSchema Day(string words) => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date", Description = words, Examples = ["2026-03-04"] };
        OpenApiSchema Maybe(string words, string example) => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = words, Examples = [example] };
        OpenApiSchema Choice(string words, params string[] choices) => new() { Type = JsonSchemaType.String, Description = words, Enum = [.. choices.Select(choice => JsonValue.Create(choice)!)], Examples = [choices[0]] };
        OpenApiSchema List(string words, IOpenApiSchema of) => new() { Type = JsonSchemaType.Array, Items = of, Description = words };
        var point = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Description = "The number of the point.", Examples = [1] };

        schemas["AcceptanceHold"] = Object("Days that do not count, both included.", new()
        {
            ["start"] = Day("The first held day; today when left out."), ["end"] = Day("The last held day; without it the hold lasts until it is ended."),
            ["agreedWith"] = Text("With whom this was agreed.", "Dana Whitfield"), ["reason"] = Text("Why; the customer reads it.", "The site is closed"),
        }, ["agreedWith", "reason"]);
        schemas["AcceptanceResume"] = Object("The last held day.", new() { ["last"] = Day("The last held day; today when left out.") }, []);
        schemas["AcceptanceWithdrawal"] = Object("Why the request is taken back.", new() { ["reason"] = Text("Why; the customer reads it.", "Asked too early") }, ["reason"]);
        schemas["AcceptanceReplyNew"] = Object("A mail of the customer, or its text.", new()
        {
            ["mail"] = Text("The whole mail (.eml) in base64.", "RnJvbTogZGFuYUBtZXJpZGlhbi5leGFtcGxl"), ["text"] = Text("What the customer wrote, where there is no mail.", "Accepted, thank you."),
            ["sender"] = Text("Who wrote it; what the mail says when left out.", "dana@meridian.example"),
            ["sentAt"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When it was written; what the mail says when left out.", Examples = ["2026-03-06T15:04:00Z"] },
        }, []);
        schemas["AcceptanceReply"] = Object("A customer's answer by mail.", new()
        {
            ["acceptanceReply"] = Text("The reply's code.", "r-1b2c3d4e5f6g7h"), ["sender"] = Text("Who wrote it.", "dana@meridian.example"),
            ["sentAt"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When it was written.", Examples = ["2026-03-06T15:04:00Z"] },
            ["text"] = Text("What was written.", "Accepted, thank you."), ["word"] = Maybe("The word that accepts, if one was found.", "accepted"),
            ["state"] = Choice("What it is.", "waiting", "accepted", "rejected", "objection", "dismissed"), ["settledBy"] = Maybe("Who said what it is.", "ana@example.org"),
        }, ["acceptanceReply", "sender", "sentAt", "text", "word", "state", "settledBy"]);
        schemas["AcceptanceVerdict"] = Object("What a reply is.", new()
        {
            ["verdict"] = Choice("What it is.", "accepted", "rejected", "objection", "dismissed"), ["remarks"] = Text("What is to be kept beside it.", "With thanks"),
            ["objections"] = List("Of a rejection: what is not accepted.", Object("A reason.", new() { ["point"] = point, ["reason"] = Text("Why it is not accepted.", "The report lacks two sites") }, ["reason"])),
        }, ["verdict"]);
        schemas[AcceptanceCalls.Resource.Schema + "Whole"] = Object("An acceptance request with everything that belongs to it.", new()
        {
            ["request"] = new OpenApiSchemaReference(AcceptanceCalls.Resource.Schema, document),
            ["waits"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "A hold lasts: silence accepts nothing.", Examples = [false] },
            ["countingDays"] = List("The days that count, from day 1 to the last.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" }),
            ["holds"] = List("Days that do not count.", Object("A hold.", new()
            {
                ["acceptanceHold"] = Text("The hold's code.", "h-1b2c3d4e5f6g7h"), ["kind"] = Choice("Agreed, or a question that objects.", "agreed", "objection"), ["start"] = Day("The first held day."),
                ["end"] = Day("The last held day; null while it lasts."), ["reason"] = Text("Why.", "The site is closed"), ["agreedWith"] = Maybe("With whom.", "Dana Whitfield"),
            }, ["acceptanceHold", "kind", "start", "end", "reason", "agreedWith"])),
            ["points"] = List("What is to be checked.", Object("A point.", new() { ["point"] = point, ["text"] = Text("The point.", "The pilot runs at both sites"), ["objection"] = Maybe("Why it is not met.", "Not in Ulm") }, ["point", "text", "objection"])),
            ["replies"] = List("Answers by mail.", new OpenApiSchemaReference("AcceptanceReply", document)),
        }, ["request", "waits", "countingDays", "holds", "points", "replies"]);
    }

    private static void AddSeries(Dictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        var file = BundleFiles.Named("bookings");
        string[] taken = ["engagement", "person", "role", "start", "end", "kind", "activity", "work_at_risk", "note", "reason", "expires"];
        var fields = file.Columns.Where(column => taken.Contains(column.Name)).ToDictionary(column => column.ApiName, column => (IOpenApiSchema)Column(file, column, sent: true));
        fields["way"] = Column(BundleFiles.Named("booking_series"), BundleFiles.Named("booking_series").Column("way"), sent: true);
        fields["value"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Number, Examples = ["120"],
            Description = "Hours (a day, a week, in total), a percentage, or a line for each week: its Monday and hours.",
        };
        schemas["BookingSeriesNew"] = Object("Hours to book, as they are stated.", fields, ["engagement", "start", "end", "kind", "way", "value"]);
        schemas["BookingSeriesMade"] = Object("The bookings that the hours became.", new()
        {
            ["series"] = Text("The code that the bookings share.", "s-0h9k2m4n6p8r0t2v"),
            ["bookings"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("Booking", document), Description = "One for each run of days with equal minutes." },
        }, ["series", "bookings"]);
        schemas.Remove("BookingSeriesChange");
        schemas.Remove("OvertimeRequestChange");
        schemas["OvertimeDecision"] = Object("What is said with the decision.", new() { ["comment"] = Text("A remark; a rejection needs one.", "For the cutover only") }, []);
        schemas["BookingShift"] = Object("Bookings to move together.", new()
        {
            ["bookings"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "The bookings' codes.", Examples = [new JsonArray("b-204", "b-205")] },
            ["days"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Later by so many days, or below 0 earlier.", Examples = [7] },
        }, ["bookings", "days"]);
        schemas["BookingsDone"] = Object("What was done, and what stands now.", new()
        {
            ["message"] = Text("What was done, in a sentence.", "Shifted by 7 days later: 3 bookings."),
            ["bookings"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("Booking", document), Description = "The bookings as they stand." },
            ["released"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "The codes of those that stand no more." },
        }, ["message", "bookings", "released"]);
    }

    private static void AddRequestSteps(Dictionary<string, IOpenApiSchema> schemas)
    {
        var name = RequestCalls.Resource.Schema;
        var reason = Text("Why; kept with the step and read by whoever asked.", "The team is booked until May");
        Dictionary<string, IOpenApiSchema> span = new()
        {
            ["start"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "The first day, included.", Examples = ["2026-03-09"] },
            ["end"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "The last day, included.", Examples = ["2026-03-20"] },
            ["hoursPerDay"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number, Description = "Hours of each day, in whole minutes.", Examples = ["6"] },
        };
        schemas[name + "Step"] = Object("Why; needed to reject and to cancel.", new() { ["reason"] = reason }, []);
        schemas[name + "Counter"] = Object("Other dates, at least one span of them.", new()
        {
            ["offers"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "The spans offered.", Items = Object("A span.", span, [.. span.Keys]) },
            ["reason"] = reason,
        }, ["offers"]);
        schemas[name + "Acceptance"] = Object("The dates to submit: one of the offers, or other ones.", new(span) { ["reason"] = reason }, [.. span.Keys]);
        schemas[name + "Proposal"] = Object("Who should do it, and why.", new() { ["person"] = Text("The person's code.", "p017"), ["reason"] = reason }, ["person"]);
        var part = new Dictionary<string, IOpenApiSchema> { ["point"] = Text("What is measured.", "skills"), ["points"] = Maybe("text"), ["weight"] = Value("text", []), ["share"] = Value("text", []), ["fact"] = Value("text", []) };
        var candidate = new Dictionary<string, IOpenApiSchema>
        {
            ["person"] = Text("The person's code.", "p017"), ["name"] = Value("text", []), ["score"] = Text("From 0 to 100.", "87.5"), ["freeHours"] = Value("text", []),
            ["askedHours"] = Value("text", []), ["fitsWhole"] = Value("truth", []), ["parts"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("A part of the score.", part, [.. part.Keys]) },
        };
        schemas["Candidates"] = Object("People ranked for a request, the best first, and who is not among them.", new()
        {
            ["request"] = Value("text", []),
            ["candidates"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("A candidate.", candidate, [.. candidate.Keys]) },
            ["excluded"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("Somebody who is not ranked.", new() { ["person"] = Value("text", []), ["name"] = Value("text", []), ["reason"] = Value("text", []) }, ["person", "name", "reason"]) },
            ["otherRoles"] = Value("number", []),
            ["leftOut"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("A point that does not count.", new() { ["point"] = Value("text", []), ["why"] = Value("text", []) }, ["point", "why"]) },
        }, ["request", "candidates", "excluded", "otherRoles", "leftOut"]);
        AddFeeds(schemas);
        schemas[name + "Comment"] = Object("What to say.", new() { ["text"] = Text("The comment.", "Could it start a week later?") }, ["text"]);
    }

    private static void AddFeeds(Dictionary<string, IOpenApiSchema> schemas)
    {
        Dictionary<string, IOpenApiSchema> subject = new()
        {
            ["kind"] = Text("Whose bookings it carries: person, team or engagement.", "person"), ["key"] = Text("The code of the person, of the team's manager or of the engagement.", "p017"),
        };
        schemas["FeedNew"] = Object("A calendar feed to make.", new(subject), ["kind", "key"]);
        schemas["FeedMade"] = Object("A calendar feed that was made.", new(subject) { ["feed"] = Text("The feed's identifier.", "0197a3c1-5b1e-7cc2-9d57-3f2f3c1d9a10"), ["address"] = Maybe("text") }, ["feed", "kind", "key", "address"]);
        schemas["FeedList"] = Object("Your calendar feeds.", new()
        {
            ["items"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Description = "All of them, the newest first.",
                Items = Object("A calendar feed.", new(subject)
                {
                    ["feed"] = Text("The feed's identifier.", "0197a3c1-5b1e-7cc2-9d57-3f2f3c1d9a10"), ["name"] = Maybe("text"), ["created"] = Value("instant", []), ["lastRead"] = Maybe("instant"),
                }, ["feed", "kind", "key", "name", "created", "lastRead"]),
            },
            ["next"] = Maybe("text"),
        }, ["items", "next"]);
    }

    private static Dictionary<string, IOpenApiSchema> Step() => new()
    {
        ["date"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "The day; the practice's today when not said.", Examples = ["2026-04-24"] },
        ["comment"] = Text("A remark kept in the audit.", "By e-mail to the sponsor"),
    };

    private static OpenApiSchema Selection(Dictionary<string, IOpenApiSchema> more) => Object("Entries one by one, or everything due in a person's week.", new(more)
    {
        ["entries"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "The entries' codes.", Examples = [new JsonArray("t-9001", "t-9002")] },
        ["person"] = Text("Whose week, when no entries are given.", "p017"),
        ["week"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "The week's Monday.", Examples = ["2026-03-02"] },
    }, more.ContainsKey("reason") ? ["reason"] : []);

    private static OpenApiSchema TimeOff(Dictionary<string, IOpenApiSchema> more) => Object("Requests for time off.", new(more)
    {
        ["requests"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "The requests' codes.", Examples = [new JsonArray("r-12")] },
    }, ["requests"]);

    private static void AddReports(Dictionary<string, IOpenApiSchema> schemas)
    {
        var row = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "One value for each column.", AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Boolean | JsonSchemaType.Null } };
        schemas["Report"] = Object("A report.", new()
        {
            ["report"] = Value("text", [.. ReportCatalog.All.Select(report => report.Name)]),
            ["today"] = Value("date", []),
            ["recordedAt"] = Value("instant", []),
            ["parameters"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "What was asked for, defaults included.", AdditionalProperties = Value("text", []) },
            ["columns"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Object("A column.", new() { ["name"] = Text("Its name.", "hard_amount"), ["type"] = Value("text", ["text", "money", "hours", "percent", "date", "instant", "period", "boolean"]) }, ["name", "type"]),
            },
            ["rows"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = row },
            ["totals"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Sums, one object for each currency.", Items = row },
        }, ["report", "today", "recordedAt", "parameters", "columns", "rows", "totals"]);
        var part = new Dictionary<string, IOpenApiSchema>
        {
            ["kind"] = Text("What the part is.", "booking"), ["reference"] = Text("Its key.", "b-204"),
            ["from"] = Maybe("date"), ["to"] = Maybe("date"), ["hours"] = Maybe("text"), ["rate"] = Maybe("text"), ["weight"] = Value("text", []), ["amount"] = Maybe("text"),
        };
        schemas["Explanation"] = Object("A figure and the parts that add up to it.", new()
        {
            ["report"] = Value("text", []), ["today"] = Value("date", []), ["recordedAt"] = Value("instant", []), ["column"] = Value("text", []), ["figure"] = Value("text", []),
            ["parts"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("A part, with exact decimals.", part, [.. part.Keys]) },
        }, ["report", "today", "recordedAt", "column", "figure", "parts"]);
    }

    private static void AddReportSchedules(Dictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        Dictionary<string, IOpenApiSchema> stated = new()
        {
            ["name"] = Text("What it is called; the report's title when not said.", "Utilisation of last month"),
            ["report"] = Value("text", [.. ReportCatalog.All.Select(report => report.Name)]),
            ["query"] = Text("Filters, range and order as in the address of the report's page.", "?range=last_month&sort=-hours"),
            ["rhythm"] = Value("text", Domain.Dates.RhythmKinds.Words.All),
            ["day"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Which day of the week (1 is Monday), month or quarter; the last one where there are fewer.", Examples = [1] },
            ["time"] = Text("On the clocks of the zone.", "08:30"),
            ["zone"] = Text("An IANA time zone; the practice's when not said.", "Europe/Berlin"),
            ["format"] = Value("text", Features.Reports.ScheduleReport.Formats),
            ["recipients"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "E-mail addresses of accounts, or codes of people. Each gets what they may see.", Examples = [new JsonArray("ana@example.org", "p017")] },
            ["paused"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Nothing goes out while it is true, and nothing is made up for." },
        };
        schemas["ReportSchedule"] = Object("A report that goes out by mail.", new(stated)
        {
            ["schedule"] = Text("Its key.", "rs-0190b3a4c5d6e7f8"), ["nextDue"] = Value("instant", []), ["lastDue"] = Maybe("instant"), ["outcome"] = Maybe("text"),
        }, ["schedule", .. stated.Keys, "nextDue", "lastDue", "outcome"]);
        schemas["ReportScheduleNew"] = Object("A report to go out by mail.", stated, ["report", "rhythm"]);
        schemas["ReportScheduleChange"] = Object("What to change; what is left out stays.", stated, []);
        schemas["ReportScheduleList"] = Object("A page of a list.", new()
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("ReportSchedule", document), Description = "The records of this page." },
            ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The cursor of the next page; null at the end." },
        }, ["items", "next"]);
    }

    private static void AddService(Dictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        schemas["Readings"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array, Description = "One object for each file.",
            Items = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Each field null, or its value with source and confidence.", AdditionalProperties = new OpenApiSchema() },
        };
        schemas["ImportResult"] = Object("What was stored, or in a dry run would be.", new()
        {
            ["created"] = Value("number", []), ["changed"] = Value("number", []), ["totalErrors"] = Value("number", []),
            ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
            ["rows"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "In a dry run: each row that would be created or changed.", Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
        }, ["created", "changed", "errors", "totalErrors"]);
        schemas["HolidayImport"] = Object("What a calendar got, or in a dry run would get.", new()
        {
            ["calendar"] = Text("The calendar.", "DE-BY"), ["created"] = Value("number", []), ["changed"] = Value("number", []), ["same"] = Value("number", []),
            ["leftOut"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Lines of the file that were not understood, with the reason.", Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
            ["touched"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Firm bookings that lose hours.", Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
        }, ["calendar", "created", "changed", "same", "leftOut", "touched"]);
        var change = new Dictionary<string, IOpenApiSchema>
        {
            ["engagement"] = Text("The engagement.", "SOW-1042"), ["period"] = Text("The month.", "2026-03"), ["currency"] = Text("The engagement's currency.", "EUR"),
            ["entries"] = Value("number", []), ["hours"] = Text("Approved hours whose price or cost changes.", "37.5"),
            ["revenueBefore"] = Value("text", []), ["revenueAfter"] = Value("text", []), ["bookedBefore"] = Value("text", []), ["bookedAfter"] = Value("text", []),
        };
        string[] always = [.. change.Keys];
        foreach (var name in (string[])["costBefore", "costAfter", "marginBefore", "marginAfter"])
            change[name] = Maybe("text");

        schemas["RateEffect"] = Object("What a price, a cost or an exchange rate would change.", new()
        {
            ["replaces"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether a value stands from that day on, in whose place it would come." },
            ["entries"] = Value("number", []), ["hours"] = Value("text", []),
            ["keptEntries"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Entries of closed periods that keep their price and cost." }, ["keptHours"] = Value("text", []),
            ["rows"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object("An engagement's month, before and after.", change, always), Description = "Where anything changes." },
        }, ["replaces", "entries", "hours", "keptEntries", "keptHours", "rows"]);
        schemas["Health"] = Object("How the service is.", new() { ["status"] = Text("ok, or what is wrong.", "ok") }, ["status"]);
        schemas["Me"] = Object("The token's owner.", new()
        {
            ["email"] = Value("text", []), ["name"] = Value("text", []), ["person"] = Maybe("text"), ["customer"] = Maybe("text"),
            ["roles"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []) },
            ["scopes"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", Domain.Accounts.Scopes.Codes) },
        }, ["email", "name", "person", "customer", "roles", "scopes"]);
        string[] limits = ["requestsPerMinute", "pageUsual", "pageMost", "bodyBytes", "statementBytes", "importBytes", "idempotencyHours"];
        schemas["Limits"] = Object("How much the service takes.", limits.ToDictionary(name => name, _ => (IOpenApiSchema)Value("number", [])), limits);
        schemas["Capacity"] = Object("Demand against supply.", new()
        {
            ["from"] = Value("date", []), ["to"] = Value("date", []), ["by"] = Value("text", ["role", "skill"]),
            ["lines"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("CapacityLine", document), Description = "One for each role or skill." },
        }, ["from", "to", "by", "lines"]);
        string[] hours = ["supplyHours", "namedHours", "unnamedHours", "freeHours", "gapHours"];
        schemas["CapacityLine"] = Object("A role or skill.", new()
        {
            ["name"] = Value("text", []), ["people"] = Value("number", []),
            ["weeks"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Description = "The weeks in order, by their Mondays.",
                Items = Object("One week.", new(hours.ToDictionary(name => name, _ => (IOpenApiSchema)Text("Hours.", "37.5"))) { ["week"] = Value("date", []) }, ["week", .. hours]),
            },
        }, ["name", "people", "weeks"]);
        schemas["EarliestStart"] = Object("When work could start.", new()
        {
            ["start"] = Maybe("date"),
            ["people"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Value("text", []), Description = "One for each need, in their order; none when there is no start." },
        }, ["start", "people"]);
        schemas["ClockMove"] = Object("Where to.", new() { ["to"] = Value("instant", []) }, ["to"]);
        schemas["Clock"] = Object("The clock.", new() { ["now"] = Value("instant", []) }, ["now"]);
        schemas["FieldError"] = Object("One wrong field or refused day; further facts stand beside.", new()
        {
            ["field"] = Text("The field.", "hoursPerDay"), ["message"] = Text("What is wrong with it.", "is not above 0 and at most 24 hours"),
        }, ["field", "message"], more: true);
        schemas["Problem"] = Object("Why the request was refused (RFC 9457).", new()
        {
            ["type"] = Text("Where the rule is explained.", "/rules/day_ledger"), ["title"] = Text("The kind of problem.", "The days cannot hold it"),
            ["status"] = Value("number", []), ["detail"] = Text("A sentence that says what to do.", "Book fewer hours or other days."),
            ["rule"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The rule that says no.", Examples = ["day_ledger"] },
            ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("FieldError", document), Description = "Every wrong field." },
        }, ["type", "title", "status", "detail", "rule", "errors"], more: true);
    }

    private static OpenApiSchema Maybe(string kind)
    {
        var schema = Value(kind, []);
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Text(string words, string example) => new() { Type = JsonSchemaType.String, Description = words, Examples = [example] };

    private static OpenApiSchema Object(string words, Dictionary<string, IOpenApiSchema> properties, string[] required, bool more = false) => new()
    {
        Type = JsonSchemaType.Object, Description = words, Properties = properties, Required = required.ToHashSet(), AdditionalPropertiesAllowed = more,
    };
}
