using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/capacity and /earliest-start: what the capacity page shows.</summary>
internal static class CapacityCalls
{
    private const string Tag = "Staffing";

    public static void Map(ApiRoutes routes)
    {
        routes.Get("/capacity", new ApiOperation("getCapacity", Tag, "Demand against supply by role or skill, for 26 weeks from this one", Scope.Read, "Capacity")
        {
            Query =
            [
                new("by", "What a line is.") { Choices = ["role", "skill"] },
                new("count", "Which bookings count; hard and soft when not said.") { Choices = ["hard", "all"] },
            ],
            Description = "Free hours are counted person by person. The gap is what unnamed bookings ask for and nobody has time for.",
        }, CapacityAsync);
        routes.Get("/earliest-start", new ApiOperation("findEarliestStart", Tag, "The first Monday on which work could start, and with whom", Scope.Read, "EarliestStart")
        {
            Query = [new("need", "Role, hours a week and weeks, for one person; repeat it for more, at most six.") { Required = true, Example = "engineer:32:6" }],
            Description = "Firm bookings, holidays and time off count; soft bookings do not. `start` is null when it is not possible in the next half year.",
        }, StartAsync);
    }

    private static async Task<IResult> CapacityAsync(ApiCall call)
    {
        if (Unknown(call, ["by", "count"]) is { } problem || Choice(call, "by", ["role", "skill"], out problem) is not { } by || Choice(call, "count", ["all", "hard"], out problem) is not { } count)
            return Problems.Of(problem!);
        if (!(await call.Get<CapacityBoard>().RunAsync(call.User, new CapacityAsk(by == "skill", count == "hard", []), call.Stop)).Succeeded(out var view, out var refused))
            return Problems.Of(refused);

        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("from", Cells.Date(view.Range.First));
            json.WriteString("to", Cells.Date(view.Range.Last));
            json.WriteString("by", by);
            json.WriteStartArray("lines");
            foreach (var line in view.Lines)
            {
                json.WriteStartObject();
                json.WriteString("name", line.Name);
                json.WriteNumber("people", line.People);
                json.WriteStartArray("weeks");
                for (var i = 0; i < line.Weeks.Count; i++)
                {
                    var week = line.Weeks[i];
                    json.WriteStartObject();
                    json.WriteString("week", Cells.Date(view.Week(i)));
                    json.WriteString("supplyHours", Cells.Hours(week.Supply));
                    json.WriteString("namedHours", Cells.Hours(week.Named));
                    json.WriteString("unnamedHours", Cells.Hours(week.Unnamed));
                    json.WriteString("freeHours", Cells.Hours(week.Left));
                    json.WriteString("gapHours", Cells.Hours(week.Gap));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private static async Task<IResult> StartAsync(ApiCall call)
    {
        if (Unknown(call, ["need"]) is { } problem)
            return Problems.Of(problem);

        var needs = call.Http.Request.Query["need"].Select(need => (need ?? "").Split(':')).ToList();
        if (needs.Count is 0 or > CapacityAsk.MostRows || needs.Exists(need => need is not [{ Length: > 0 }, _, _]))
            return Problems.Of(new BadParameter("need", $"Say one to {CapacityAsk.MostRows} needs, each as need=engineer:32:6: role, hours a week, weeks."));

        var ask = new CapacityAsk(false, false, [.. needs.Select(need => new StartRow(need[0], need[1], need[2]))]);
        if (!(await call.Get<CapacityBoard>().RunAsync(call.User, ask, call.Stop)).Succeeded(out var view, out var refused))
            return Problems.Of(refused);
        if (view.StartProblem is { } unreadable)
            return Problems.Of(new BadParameter("need", unreadable.Message));

        var found = view.Start!.Found;
        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("start", found is null ? null : Cells.Date(found.Monday));
            json.WriteStartArray("people");
            foreach (var person in found?.People ?? [])
                json.WriteStringValue(person.Person.Person.Value);

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private static BadParameter? Unknown(ApiCall call, string[] known) =>
        call.Http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? new BadParameter(unknown, $"There is no parameter {unknown} here; the nearest is {Nearest.To(unknown, known)}.")
            : null;

    // The first choice is the usual one.
    private static string? Choice(ApiCall call, string name, string[] choices, out BadParameter? problem)
    {
        var said = call.Http.Request.Query[name].ToString() is { Length: > 0 } given ? given : choices[0];
        problem = choices.Contains(said) ? null : new BadParameter(name, $"{name} is one of {string.Join(", ", choices)}.");
        return problem is null ? said : null;
    }
}
