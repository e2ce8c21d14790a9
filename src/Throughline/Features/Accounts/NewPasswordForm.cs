using Throughline.Domain.Accounts;

namespace Throughline.Features.Accounts;

/// <summary>The shape of a new password typed twice; what makes it strong is the domain's.</summary>
internal static class NewPasswordForm
{
    public static IEnumerable<(string Field, string Message)> Check(string? password, string? again, string email)
    {
        if (PasswordStrength.Refuse(password ?? "", email) is { } weak)
            yield return ("Password", weak.Message);
        else if (password != again)
            yield return ("Again", "The two passwords differ. Type the same one twice.");
    }
}
