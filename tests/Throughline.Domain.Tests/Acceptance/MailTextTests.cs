using System.Text;
using Throughline.Domain.Acceptance;

namespace Throughline.Domain.Tests.Acceptance;

[Trait("rule", "R-233")]
public class MailTextTests
{
    private const string Parts =
        """
        From: =?utf-8?Q?J=C3=BCrgen_Vo=C3=9F?= <juergen@example.com>
        Date: Tue, 10 Mar 2026 16:05:00 -0400 (EDT)
        Subject: =?UTF-8?B?UmU6IEFibmFobWU=?=
         Pilot
        Content-Type: multipart/alternative;
         boundary="x1"

        preamble
        --x1
        Content-Type: text/html; charset=utf-8

        <p>No</p>
        --x1
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe, this is acc=
        epted.
        --x1--
        """;

    [Fact]
    public void A_mail_says_who_wrote_when_and_what()
    {
        var mail = MailText.Read(Encoding.UTF8.GetBytes(Parts.ReplaceLineEndings("\r\n")))!;

        Assert.Equal(("Jürgen Voß <juergen@example.com>", "Re: Abnahme Pilot", "Grüße, this is accepted."), (mail.Sender, mail.Subject, mail.Text));
        Assert.Equal(new DateTimeOffset(2026, 3, 10, 20, 5, 0, TimeSpan.Zero), mail.SentAt);
    }

    [Theory]
    [InlineData("From: a@b\n\nplain", "plain")]
    [InlineData("From: a@b\nContent-Type: text/html\n\n<head><title>x</title></head><p>One</p><p>Two &amp; three</p>", "One\nTwo & three")]
    [InlineData("From: a@b\nContent-Transfer-Encoding: base64\n\nYWNjZXB0ZWQ=", "accepted")]
    [InlineData("From: a@b\nContent-Transfer-Encoding: base64\n\nYWNjZXB0ZWQ===!!A", "accepted")]
    [InlineData("From: a@b\nContent-Type: text/plain; charset=never-heard-of\n\naccepted", "accepted")]
    [InlineData("From: a@b\nContent-Type: multipart/mixed\n\naccepted", "")]
    [InlineData("From: a@b\nContent-Type: text/plain\nContent-Disposition: attachment\n\naccepted", "")]
    public void Other_forms_are_read_as_well(string mail, string text) => Assert.Equal(text, MailText.Read(Encoding.UTF8.GetBytes(mail))!.Text);

    [Theory]
    [InlineData("2 Jun 2026 08:00 GMT", "2026-06-02T08:00:00Z")]
    [InlineData("Mon, 1 Jun 2026 08:00:00 +0200", "2026-06-01T06:00:00Z")]
    [InlineData("yesterday", null)]
    public void A_date_is_read_or_not_there(string date, string? expected) => Assert.Equal(
        expected, MailText.Read(Encoding.UTF8.GetBytes($"From: a@b\nDate: {date}\n\nx"))!.SentAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void What_is_no_mail_is_none() => Assert.Null(MailText.Read("Just words\n\nand more"u8));

    [Fact]
    public void Whatever_the_bytes_are_reading_ends() => Property.Holds(random =>
    {
        var bytes = Encoding.UTF8.GetBytes(Parts);
        for (var i = random.Next(60); i >= 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

        Assert.True((MailText.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)))?.Text.Length ?? 0) <= 100_000);
    }, 2000);

    [Theory]
    [InlineData("Looks good.\n\nOn Tue, Ana wrote:\n> accepted or approved", "Looks good.")]
    [InlineData("We do not agree.\n\n-----Original Message-----\nFrom: Ana\na word such as accepted", "We do not agree.")]
    [InlineData("Not yet.\nFrom: Ana\nSent: Tuesday\naccepted", "Not yet.")]
    [InlineData("Not yet.\n________\nFrom: Ana\nTo: me\naccepted", "Not yet.")]
    [InlineData("From: here on it is accepted\nOn we go\n-- Dana", "From: here on it is accepted\nOn we go\n-- Dana")]
    public void The_request_below_a_reply_is_not_the_customer_s_words(string reply, string own) => Assert.Equal(own, AcceptanceWords.OwnWords(reply));
}
