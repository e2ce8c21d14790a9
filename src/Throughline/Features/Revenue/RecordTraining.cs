using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.Revenue;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>A completed class as a form or a request states it.</summary>
public sealed record TrainingForm(string? Engagement, string? Class, string? CompletedOn, string? Attendees, string? Activity);

/// <summary>Records that a class was held with its roster, on which training is released. Entered again it is put right.</summary>
public sealed class RecordTraining(Database database, PracticeSettings settings)
{
    public async Task<Result<TrainingCompletion>> RunAsync(CurrentUser user, TrainingForm form, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        if (!Read(form, today).Succeeded(out var one, out var invalid))
            return invalid;

        return await database.WriteAsync<TrainingCompletion>(user.ToActor(), async change =>
        {
            var found = await change.QuerySingleOrDefaultAsync<(string? Engagement, string Type, string? Manager)>(
                "select engagement, type, project_manager from engagements where engagement = @engagement", new { engagement = one.Engagement.Value });
            if (found.Engagement is null)
                return new NoSuchRecord($"There is no engagement {one.Engagement}.");
            if (user.Decide(Act.EditDelivery, user.Person is { } person && found.Manager == person.Value ? Relation.Led : Relation.None).Problem is { } refused)
                return refused;
            if (found.Type != EngagementType.Training.Text())
                return new ReleaseRefused("R-236", $"{one.Engagement} is no training; its revenue needs no roster.");

            await change.ExecuteAsync(
                """
                insert into training_completions (engagement, class, activity, completed_on, attendees, entered_by) values (@engagement, @Class, @Activity, @CompletedOn, @Attendees, @by)
                on conflict (engagement, class) do update set activity = excluded.activity, completed_on = excluded.completed_on, attendees = excluded.attendees, entered_by = excluded.entered_by
                """,
                new { engagement = one.Engagement.Value, one.Class, one.Activity, one.CompletedOn, one.Attendees, by = user.Email });
            await change.AuditAsync("training_completed", $"{one.Engagement}/{one.Class}", new { one.Attendees });
            return one;
        }, stop);
    }

    /// <summary>The trainings under way, to choose from.</summary>
    public Task<IReadOnlyList<(string Engagement, string Name)>> ChoicesAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<(string, string)>>(
        async connection => (await connection.QueryAsync<(string, string)>("select engagement, name from engagements where type = 'training' and status not in ('prospect', 'cancelled') order by engagement limit 500")).AsList(), stop);

    private static Result<TrainingCompletion> Read(TrainingForm form, DateOnly today)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(form.Engagement))
            errors.Add(new("engagement", "Choose the training."));
        if (string.IsNullOrWhiteSpace(form.Class) || form.Class.Trim().Length > 100)
            errors.Add(new("class", "Name the class in at most 100 characters."));
        if (!DateOnly.TryParseExact(form.CompletedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > today)
            errors.Add(new("completedOn", "Give the day on which the class ended, today or before."));
        if (!int.TryParse(form.Attendees, NumberStyles.None, CultureInfo.InvariantCulture, out var attendees) || attendees is < 1 or > 100_000)
            errors.Add(new("attendees", "Say how many of the roster attended, at least 1."));

        return errors.Count > 0 ? new InvalidFields(errors) : new TrainingCompletion(
            new EngagementKey(form.Engagement!.Trim()), form.Class!.Trim(), day, attendees, string.IsNullOrWhiteSpace(form.Activity) ? null : form.Activity.Trim());
    }
}
