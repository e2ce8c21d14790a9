using Throughline.Domain.Dates;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>What the forms of requests read.</summary>
internal static class RequestAnswer
{
    /// <summary>Fields that the form did not have stay unsaid.</summary>
    public static RequestForm Read(IFormCollection form)
    {
        string? Said(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        return new RequestForm
        {
            Request = Said("request"), Kind = Said("kind"), Engagement = Said("engagement"), Person = Said("person"), Role = Said("role"), Skills = Said("skills"), Traits = Said("traits"),
            Start = Said("start"), End = Said("end"), HoursPerDay = Said("hoursPerDay"), Commitment = Said("commitment"), Booking = Said("booking"),
            Activity = Said("activity"), AgreedHours = Said("agreedHours"), Note = Said("note"),
        };
    }

    /// <summary>The spans that were written into the counter-offer; a row without days is none. What cannot be read is named.</summary>
    public static (IReadOnlyList<RequestOffer> Offers, IReadOnlyList<(string Field, string Message)> Errors) Offers(IFormCollection form)
    {
        var (offers, errors) = (new List<RequestOffer>(), new List<(string, string)>());
        foreach (var chosen in form["offer"].OfType<string>())
            offers.AddRange(RequestOffer.Read(chosen) ?? []);

        for (var i = 0; form.ContainsKey($"offerStart{i}"); i++)
        {
            var (first, last, hours) = (form[$"offerStart{i}"].ToString(), form[$"offerEnd{i}"].ToString(), form[$"offerHours{i}"].ToString());
            if (first.Length + last.Length == 0)
                continue;
            if (Span(first, last, hours) is { } offer)
                offers.Add(offer);
            else
                errors.Add(($"offerStart{i}", "Give the first and the last day, the last not before the first, and hours a day such as 6 or 1:30."));
        }

        return (offers, errors);
    }

    public static RequestOffer? Span(string first, string last, string hours) =>
        Day(first) is { } from && Day(last) is { } to && from <= to && DailyHours.Read(hours) is { } minutes
            ? new RequestOffer(new DateRange(from, to), minutes)
            : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;
}
