using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

/// <summary>How much hashing a sign-in costs: a stranger who measures it must not learn which addresses have an account.</summary>
public sealed class HashingTests(TestDatabases databases) : IAsyncLifetime
{
    private const int Rounds = 210_000;
    private readonly NotingHasher hasher = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(databases, hasher: hasher);
        await server.AddAsync("ana@example.org", Role.ProjectManager);
        await server.AddAsync("invited@example.org", Role.Member);
        await server.AddAsync("gone@example.org", Role.Member);
        await server.RunAsync("update account_secrets set password_hash = null where account = (select account from accounts where email = 'invited@example.org')");
        await server.RunAsync("update accounts set disabled = true where email = 'gone@example.org'");
        using var browser = server.Open();
        // The hash that strangers' passwords are compared with is made once, for the first of them.
        await browser.SignInAsync("first@example.org", "a wrong one, every time");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("ana@example.org", "a wrong one, every time")]
    [InlineData("ana@example.org", RunningServer.Password)]
    [InlineData("nobody@example.org", "a wrong one, every time")]
    [InlineData("invited@example.org", "a wrong one, every time")]
    [InlineData("gone@example.org", RunningServer.Password)]
    public async Task Every_sign_in_computes_one_hash_of_the_same_number_of_rounds(string email, string password)
    {
        using var browser = server.Open();
        hasher.Work.Clear();

        await browser.SignInAsync(email, password);

        Assert.Equal([Rounds], hasher.Work);
    }

    /// <summary>The program's own hasher, which notes the rounds of every hash that it computes.</summary>
    private sealed class NotingHasher() : PasswordHasher<Account>(Options.Create(AccountsSetup.HashSettings()))
    {
        public List<int> Work { get; } = [];

        public override string HashPassword(Account user, string password)
        {
            var hash = base.HashPassword(user, password);
            Work.Add(RoundsOf(hash));
            return hash;
        }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Work.Add(RoundsOf(hashedPassword));
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        // The format says it: a marker, the function in four bytes, the rounds in the next four.
        private static int RoundsOf(string hash) => BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5, 4));
    }
}
