using System.IO.Compression;
using Throughline.Data.Bundles;

namespace Throughline.Data.Tests.Bundles;

public sealed class BundleSourceTests
{
    private const string Customers = "customer,name\nc1,Meridian\n";

    [Theory]
    [InlineData("")]
    [InlineData("practice/")]
    [InlineData("practice\\")]
    public void An_archive_may_have_its_files_at_the_root_or_in_one_folder(string folder)
    {
        using var source = BundleSource.Open("practice.zip", BundleFolder.Zip(
            (folder + "customers.csv", Customers), (folder + "README.md", "read me"), ("__MACOSX/practice/._customers.csv", "x"), (folder + ".hidden.csv", "x")));

        Assert.Empty(source.Errors);
        Assert.True(source.Has(BundleFiles.Named("customers")));
        using var reader = new StreamReader(source.Read(BundleFiles.Named("customers")));
        Assert.Equal(Customers, reader.ReadToEnd());
    }

    [Theory]
    [InlineData("custommers.csv", "custommers.csv: is no file of a bundle; the nearest is customers.csv")]
    [InlineData("Customers.csv", "Customers.csv: is no file of a bundle; the nearest is customers.csv")]
    [InlineData("../customers.csv", "practice.zip: holds \"../customers.csv\", a path that leads out of the archive")]
    [InlineData("/etc/customers.csv", "practice.zip: holds \"/etc/customers.csv\", a path that leads out of the archive")]
    [InlineData("c:\\customers.csv", "practice.zip: holds \"c:\\customers.csv\", a path that leads out of the archive")]
    [InlineData("notes.txt", "practice.zip: holds no file of a bundle, such as people.csv or engagements.csv")]
    public void What_does_not_belong_in_a_bundle_is_named(string entry, string expected)
    {
        using var source = BundleSource.Open("practice.zip", BundleFolder.Zip((entry, Customers)));

        Assert.Equal(expected, Assert.Single(source.Errors).ToString());
    }

    [Fact]
    public void Files_in_two_folders_and_a_file_twice_are_refused()
    {
        using var folders = BundleSource.Open("practice.zip", BundleFolder.Zip(("a/customers.csv", Customers), ("b/people.csv", Customers)));
        using var twice = BundleSource.Open("practice.zip", BundleFolder.Zip(("customers.csv", Customers), ("customers.csv", Customers)));

        Assert.Equal("practice.zip: has files in several folders (\"a\", \"b\"); they must lie in one", Assert.Single(folders.Errors).ToString());
        Assert.Equal("customers.csv: is in the archive twice", Assert.Single(twice.Errors).ToString());
    }

    [Fact]
    public void What_is_no_archive_or_cut_short_is_refused()
    {
        using var text = BundleSource.Open("practice.zip", new MemoryStream("customer,name\n"u8.ToArray()));
        var whole = BundleFolder.Zip(("customers.csv", Customers)).ToArray();
        using var cut = BundleSource.Open("practice.zip", new MemoryStream(whole[..^30]));

        Assert.Equal("practice.zip: is not a ZIP archive, or it is broken", Assert.Single(text.Errors).ToString());
        Assert.Equal("practice.zip: is not a ZIP archive, or it is broken", Assert.Single(cut.Errors).ToString());
    }

    [Fact]
    public void A_path_that_is_not_there_or_no_bundle_is_refused()
    {
        using var folder = BundleFolder.With(("customers", Customers));
        using var missing = BundleSource.Open(Path.Combine(folder.Path, "nowhere"));
        using var file = BundleSource.Open(Path.Combine(folder.Path, "customers.csv"));

        Assert.Equal("nowhere: there is no such folder or .zip", Assert.Single(missing.Errors).ToString());
        Assert.Equal("customers.csv: is neither a folder nor a .zip; name the folder that the .csv files are in", Assert.Single(file.Errors).ToString());
    }

    [Fact]
    public void A_byte_changed_inside_the_archive_is_noticed()
    {
        var bytes = Stored("customers.csv", "customer,name\nc1,Meridian\n").ToArray();
        bytes[bytes.AsSpan().IndexOf("Meridian"u8)] ^= 1;
        using var source = BundleSource.Open("practice.zip", new MemoryStream(bytes));
        using var reader = new StreamReader(source.Read(BundleFiles.Named("customers")));

        Assert.Contains("checksum", Assert.Throws<DamagedBundleException>(reader.ReadToEnd).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_not_unpacked_to_its_end()
    {
        using var source = BundleSource.Open("practice.zip", BundleFolder.Zip(("customers.csv", new string('0', 100 << 20))));
        using var stream = source.Read(BundleFiles.Named("customers"));
        var buffer = new byte[1 << 20];
        var read = 0L;

        Assert.Throws<DamagedBundleException>(() =>
        {
            for (int part; (part = stream.Read(buffer, 0, buffer.Length)) > 0;)
                read += part;
        });
        Assert.True(read < 32 << 20, $"{read} bytes were unpacked");
    }

    private static MemoryStream Stored(string name, string content)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.NoCompression).Open());
            writer.Write(content);
        }

        return stream;
    }
}
