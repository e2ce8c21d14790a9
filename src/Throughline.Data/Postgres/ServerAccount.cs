using System.Runtime.InteropServices;
using System.Text;

namespace Throughline.Data.Postgres;

/// <summary>The account that the server runs under: our own, or an ordinary one when we are root, as PostgreSQL demands.</summary>
internal sealed partial class ServerAccount
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly uint user;
    private readonly uint group;

    private ServerAccount(string? name, uint user, uint group) => (Name, this.user, this.group) = (name, user, group);

    /// <summary>Null when no switch is needed.</summary>
    public string? Name { get; }

    public bool Switches => Name is not null;

    public static ServerAccount ForThisProcess()
    {
        if (Environment.UserName != "root")
            return new ServerAccount(null, 0, 0);

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var found = accounts.Find(fields => fields[0] == "postgres") ?? accounts.Find(fields => fields[0] == "nobody")
            ?? throw new ClusterUnavailableException("PostgreSQL does not run as root, and this machine has neither an account postgres nor nobody.");
        return new ServerAccount(found[0], uint.Parse(found[2], null), uint.Parse(found[3], null));
    }

    /// <summary>Makes the folder if needed; only the server's account may enter it.</summary>
    public void Own(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OnlyOwner);
        Give(folder);
    }

    public void Give(string path)
    {
        if (Switches && Chown(path, user, group) != 0)
            throw new ClusterUnavailableException($"{path} could not be given to the account {Name}.");
    }

    public static async Task WritePrivateAsync(string path, string text, CancellationToken stop)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Chown(string path, uint user, uint group);
}
