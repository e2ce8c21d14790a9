using System.Net.Mail;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Mail;

namespace Throughline.Features.Administration;

/// <summary>How mail is sent, as it was typed. An empty password keeps the one that is stored.</summary>
internal sealed record MailForm(bool Enabled, string? Host, string? Port, bool Encrypt, string? UserName, string? Password, string? FromAddress, string? FromName, string? PublicAddress);

/// <summary>Sets how mail is sent. Nothing is sent by it.</summary>
internal sealed class SetUpMail(Database database, MailSettingsStore store)
{
    public async Task<Result<MailSettings>> RunAsync(CurrentUser user, MailForm form, CancellationToken stop)
    {
        var decision = user.Decide(Act.EditUsers);
        if (decision.Problem is { } refused)
            return refused;

        var before = await store.ReadAsync(stop);
        if (!Read(form, before).Succeeded(out var settings, out var wrong))
            return wrong;

        return await database.WriteAsync<MailSettings>(user.ToActor(decision.Role), async change =>
        {
            await store.WriteAsync(change, settings, keepsPassword: settings.HasPassword && settings.Password is null);
            return settings;
        }, stop);
    }

    private static Result<MailSettings> Read(MailForm form, MailSettings? before)
    {
        var errors = new List<FieldError>();
        var port = int.TryParse(form.Port, out var number) && number is > 0 and < 65536 ? number : 0;
        var settings = new MailSettings(
            form.Enabled, form.Host ?? "", port, form.Encrypt, form.UserName, form.FromAddress ?? "", form.FromName ?? "Throughline", form.PublicAddress?.TrimEnd('/') ?? "",
            HasPassword: form.Password is not null || before?.HasPassword == true)
        {
            Password = form.Password,
        };

        void Check(bool fine, string field, string message)
        {
            if (!fine)
                errors.Add(new FieldError(field, message));
        }

        Check(Uri.CheckHostName(settings.Host) != UriHostNameType.Unknown, "host", "Give the name of the mail server, such as smtp.example.com.");
        Check(port > 0, "port", "Give a port between 1 and 65535; 587 is usual.");
        Check(MailAddress.TryCreate(settings.FromAddress, out var from) && from.Address == settings.FromAddress, "fromAddress", "Give one e-mail address, such as throughline@example.com.");
        Check(Uri.TryCreate(settings.PublicAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https", "publicAddress", "Give the address people open, such as https://throughline.example.com.");
        Check(settings.Encrypt || settings.UserName is null || settings.Host is "localhost" or "127.0.0.1" or "::1", "encrypt", "A password is only sent over an encrypted connection.");
        // Else whoever may edit this could have the stored password sent to a server of theirs.
        var elsewhere = before is not null && (before.Host, before.Port, before.UserName, before.Encrypt) != (settings.Host, settings.Port, settings.UserName, settings.Encrypt);
        Check(!(elsewhere && before!.HasPassword && settings.UserName is not null && form.Password is null), "password", "Enter the password again: it goes to another server or account now.");
        return errors.Count > 0 ? new InvalidFields(errors) : settings with { HasPassword = settings.HasPassword && settings.UserName is not null };
    }
}
