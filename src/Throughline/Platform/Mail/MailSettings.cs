using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Throughline.Data;
using Throughline.Data.Recording;

namespace Throughline.Platform.Mail;

/// <summary>How mail is sent: nothing leaves the program until an administrator has set this and turned it on.</summary>
/// <param name="Encrypt">Asks the server for TLS (STARTTLS) and sends nothing without it.</param>
/// <param name="PublicAddress">What links in mails begin with: <c>https://throughline.example.com</c>.</param>
/// <param name="HasPassword">One is stored; it is never shown.</param>
internal sealed record MailSettings(
    bool Enabled, string Host, int Port, bool Encrypt, string? UserName, string FromAddress, string FromName, string PublicAddress, bool HasPassword)
{
    /// <summary>Only a sender asks for it.</summary>
    public string? Password { get; init; }

    // A record writes its members out; this one must not.
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>The one row of mail's settings, its password encrypted with the program's keys.</summary>
internal sealed class MailSettingsStore(Database database, IDataProtectionProvider protection)
{
    /// <summary>A password set here stands before the stored one and is never written down.</summary>
    public const string PasswordVariable = "THROUGHLINE_SMTP_PASSWORD";

    private readonly IDataProtector protector = protection.CreateProtector("mail password");

    private sealed record Row(bool Enabled, string Host, int Port, bool Encrypt, string? UserName, string? Password, string FromAddress, string FromName, string PublicAddress);

    /// <summary>Null until mail was set up.</summary>
    public async Task<MailSettings?> ReadAsync(CancellationToken stop)
    {
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Row>(
                "select enabled, host, port, encrypt, user_name, password, from_address, from_name, public_address from mail_settings"),
            stop);
        if (row is null)
            return null;

        var given = Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } set ? set : null;
        var stored = row.Password is null ? null : Opened(row.Password);
        return new MailSettings(row.Enabled, row.Host, row.Port, row.Encrypt, row.UserName, row.FromAddress, row.FromName, row.PublicAddress, stored is not null)
        {
            Password = given ?? stored,
        };
    }

    // With the program's key the password is lost too: then there is none, and an administrator types it again.
    private string? Opened(string sealedText)
    {
        try
        {
            return protector.Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <param name="change">The change it is part of.</param>
    /// <param name="settings">What is to hold from now on.</param>
    /// <param name="keepsPassword">The stored password stays; else <see cref="MailSettings.Password"/> takes its place, also when there is none.</param>
    public async Task WriteAsync(Change change, MailSettings settings, bool keepsPassword)
    {
        await change.ExecuteAsync(
            """
            insert into mail_settings (enabled, host, port, encrypt, user_name, password, from_address, from_name, public_address)
            values (@Enabled, @Host, @Port, @Encrypt, @UserName, @password, @FromAddress, @FromName, @PublicAddress)
            on conflict (one) do update set enabled = excluded.enabled, host = excluded.host, port = excluded.port, encrypt = excluded.encrypt,
              user_name = excluded.user_name, password = case when @keepsPassword then mail_settings.password else excluded.password end,
              from_address = excluded.from_address, from_name = excluded.from_name, public_address = excluded.public_address
            """,
            new
            {
                settings.Enabled, settings.Host, settings.Port, settings.Encrypt, settings.UserName, settings.FromAddress, settings.FromName, settings.PublicAddress,
                password = settings.Password is null ? null : protector.Protect(settings.Password), keepsPassword,
            });
        await change.AuditAsync("mail_set_up", "mail", new { settings.Enabled, settings.Host, settings.Port, settings.Encrypt, settings.UserName, settings.FromAddress, newPassword = !keepsPassword });
    }
}
