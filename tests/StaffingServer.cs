using Microsoft.AspNetCore.Builder;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Tests.Staffing;

namespace Throughline.Testing;

/// <summary>The whole program on a free port, over the small practice of <see cref="StaffingWorld"/>, with an account for each of its users.</summary>
internal sealed class StaffingServer : IAsyncDisposable
{
    public const string Password = "walnut ladder copper river";
    private static readonly Lazy<string> PasswordHash = new(() => new Passwords(AccountsSetup.Hasher()).Hash(Password));

    private readonly WebApplication app;
    private readonly string folder;

    private StaffingServer(WebApplication app, StaffingWorld world, string folder) => (this.app, World, this.folder) = (app, world, folder);

    public StaffingWorld World { get; }
    public string Address => app.Urls.First();

    public static async Task<StaffingServer> StartAsync(TestDatabases databases, bool people = true)
    {
        var world = await StaffingWorld.StartAsync(databases, people);
        await AddAsync(world.Database, "priya@example.org", "Priya Nair", Role.Coordinator);
        await AddAsync(world.Database, "ana@example.org", "Ana Kovač", Role.ProjectManager);
        await AddAsync(world.Database, "tomas@example.org", "Tomás Rivera", Role.Member);
        await AddAsync(world.Database, "pavel@example.org", "Pavel Horák", Role.Partner);
        var folder = Directory.CreateTempSubdirectory("throughline-staffing").FullName;
        var app = Server.Build(new ServerSettings(world.Database, folder, "http://127.0.0.1:0"));
        await app.StartAsync();
        return new StaffingServer(app, world, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await World.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task AddAsync(Database database, string email, string name, Role role) => database.WriteAsync<Guid>(
        new Actor("tests", Guid.CreateVersion7()),
        async change => await NewAccount.InsertAsync(change, new(email, name, [role], PasswordHash.Value), change.At),
        CancellationToken.None);
}
