using System.Collections.ObjectModel;
using System.IO.Compression;
using Throughline.Domain;

namespace Throughline.Data.Bundles;

/// <summary>
/// Where a bundle is read from: a folder, or a ZIP archive of one with the files at its root or in one folder. Nothing is
/// ever unpacked to disk. Opening finds what is wrong with the whole; it never throws for what it finds.
/// </summary>
public sealed class BundleSource : IDisposable
{
    private readonly Dictionary<string, Func<Stream>> files = new(StringComparer.Ordinal);
    private readonly List<BundleError> errors = [];
    private ZipArchive? archive;

    private BundleSource(string name) => Name = name;

    /// <summary>What the folder or archive is called, for messages and the audit.</summary>
    public string Name { get; }

    /// <summary>What is wrong with the bundle as a whole: unknown files, a broken archive.</summary>
    public IReadOnlyList<BundleError> Errors => errors;

    /// <summary>Opens a folder or a .zip.</summary>
    public static BundleSource Open(string path)
    {
        var source = new BundleSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path);
        if (Directory.Exists(path))
            source.ReadFolder(path);
        else if (File.Exists(path))
            source.OpenFile(path);
        else
            source.Fault("there is no such folder or .zip");

        return source;
    }

    /// <summary>Opens an archive that was sent; the stream must be seekable and is closed with the source.</summary>
    public static BundleSource Open(string name, Stream zip)
    {
        var source = new BundleSource(name);
        source.ReadArchive(zip);
        return source;
    }

    /// <summary>Whether the bundle has the file.</summary>
    public bool Has(BundleFile file) => files.ContainsKey(file.FileName);

    /// <summary>Opens a file that the bundle has. Reading throws <see cref="DamagedBundleException"/> where an archive is broken.</summary>
    public Stream Read(BundleFile file) => files[file.FileName]();

    public void Dispose() => archive?.Dispose();

    private void OpenFile(string path)
    {
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            Fault("is neither a folder nor a .zip; name the folder that the .csv files are in");
            return;
        }

        ReadArchive(File.OpenRead(path));
    }

    private void ReadFolder(string path)
    {
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
            Add(Path.GetFileName(file), () => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));

        RefuseEmpty();
    }

    private void ReadArchive(Stream zip)
    {
        try
        {
            archive = new ZipArchive(zip, ZipArchiveMode.Read);
            ReadEntries(archive.Entries);
        }
        catch (InvalidDataException)
        {
            zip.Dispose();
            Fault("is not a ZIP archive, or it is broken");
        }
    }

    private void ReadEntries(ReadOnlyCollection<ZipArchiveEntry> entries)
    {
        if (entries.Count > BundleLimits.Entries)
        {
            Fault($"holds more than {BundleLimits.Entries} files");
            return;
        }

        string? folder = null;
        foreach (var entry in entries)
        {
            var steps = entry.FullName.Replace('\\', '/').Split('/');
            if (steps.Contains("..") || steps[0].Length == 0 || steps[0].Contains(':'))
            {
                Fault($"holds {Quoted.Cell(entry.FullName)}, a path that leads out of the archive");
                continue;
            }

            if (steps[^1].Length == 0 || steps.Any(step => step.StartsWith('.')) || steps[0] == "__MACOSX")
                continue;

            var here = string.Join('/', steps[..^1]);
            if (IsCsv(steps[^1]) && (folder ??= here) != here)
                Fault($"has files in several folders ({Quoted.Cell(folder)}, {Quoted.Cell(here)}); they must lie in one");
            else
                Add(steps[^1], () => new UnpackingStream(entry));
        }

        RefuseEmpty();
    }

    private void Add(string name, Func<Stream> open)
    {
        if (!IsCsv(name))
            return;

        if (BundleFiles.Find(name[..^4]) is null || !name.EndsWith(".csv", StringComparison.Ordinal))
            errors.Add(new BundleError(Quoted.OneLine(name), 0, "", $"is no file of a bundle; the nearest is {Nearest.To(name[..^4], BundleFiles.All.Select(file => file.Name))}.csv"));
        else if (!files.TryAdd(name, open))
            errors.Add(new BundleError(name, 0, "", "is in the archive twice"));
    }

    private void RefuseEmpty()
    {
        if (files.Count == 0 && errors.Count == 0)
            Fault("holds no file of a bundle, such as people.csv or engagements.csv");
    }

    private void Fault(string message) => errors.Add(new BundleError(Quoted.OneLine(Name), 0, "", message));

    private static bool IsCsv(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
}
