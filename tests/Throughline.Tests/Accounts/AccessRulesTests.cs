using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

public sealed class AccessRulesTests(TestDatabases databases) : IAsyncLifetime
{
    private Database database = null!;
    private AccessRules rules = null!;

    public async ValueTask InitializeAsync()
    {
        database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        rules = new AccessRules(database);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    [Trait("rule", "R-296")]
    public async Task A_new_database_says_of_every_role_and_act_what_the_defaults_say()
    {
        var stored = await database.ReadAsync(
            async connection => (await connection.QueryAsync<string>("select role || ' ' || act || ' ' || relation from role_permissions")).ToHashSet(),
            CancellationToken.None);
        var defaults = (from grant in DefaultAccess.Grants
                        from relation in Relations.All
                        where grant.Reach.HasFlag(relation.Relation)
                        select $"{Roles.Name(grant.Role).Code} {Acts.Name(grant.Act).Code} {relation.Code}").ToHashSet();

        Assert.Empty(stored.Except(defaults));
        Assert.Empty(defaults.Except(stored));
    }

    [Fact]
    public async Task An_administrator_changes_what_a_role_may_do_and_the_former_row_stays_in_the_history()
    {
        var administrator = await UserAsync(Role.Administrator);
        var changed = await new ChangeAccess(database, rules).RunAsync(administrator, Role.ProjectManager, Act.BookHard, Relation.Led, CancellationToken.None);
        var granted = (await UserAsync(Role.ProjectManager)).May(Act.BookHard, Relation.Led);
        await new ChangeAccess(database, rules).RunAsync(administrator, Role.ProjectManager, Act.BookHard, Relation.None, CancellationToken.None);

        Assert.True(changed.Succeeded(out _, out _));
        Assert.True(granted);
        Assert.False((await UserAsync(Role.ProjectManager)).May(Act.BookHard, Relation.Led));
        Assert.Equal(1, await database.ReadAsync(
            connection => connection.QuerySingleAsync<int>("select count(*)::int from history.role_permissions where role = 'project_manager' and act = 'book_hard'"),
            CancellationToken.None));
    }

    [Theory]
    [InlineData(Role.Coordinator, Role.Member, Act.BookHard, Relation.Any)]
    [InlineData(Role.Administrator, Role.Administrator, Act.EditUsers, Relation.None)]
    [InlineData(Role.Administrator, Role.Customer, Act.SeeMargin, Relation.Workspace)]
    [InlineData(Role.Administrator, Role.Partner, Act.SeeWorkspace, Relation.Any)]
    public async Task Some_changes_of_the_table_are_refused(Role by, Role role, Act act, Relation reach)
    {
        var changed = await new ChangeAccess(database, rules).RunAsync(await UserAsync(by), role, act, reach, CancellationToken.None);

        Assert.False(changed.Succeeded(out _, out _));
    }

    private async Task<CurrentUser> UserAsync(Role role) => new(
        Guid.CreateVersion7(), "ana@example.org", "Ana", null, null, [role], null, null, await rules.CurrentAsync(CancellationToken.None), Guid.CreateVersion7());
}
