using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Throughline.Features.Contracts;

namespace Throughline.Tests.Contracts;

/// <summary>Makes and finds the files that the tests read.</summary>
internal static class StatementFiles
{
    public static StatementReading Markdown(string text) => Read("statement.md", Encoding.UTF8.GetBytes(text));

    public static StatementReading Read(string name, byte[] content)
    {
        Assert.True(ReadStatement.Run(name, content).Succeeded(out var reading, out var problem), problem?.Message);
        return reading;
    }

    public static Problem Refused(string name, byte[] content)
    {
        Assert.False(ReadStatement.Run(name, content).Succeeded(out _, out var problem));
        Assert.DoesNotContain('\n', problem.Message);
        return problem;
    }

    public static byte[] Docx(params OpenXmlElement[] body)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
            document.AddMainDocumentPart().Document = new Document(new Body(body));
        return stream.ToArray();
    }

    public static Paragraph Paragraph(string text) => new(new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));

    /// <summary>A file of the repository, from the folder of this test.</summary>
    public static string Beside(string name) => Path.Combine(Root(), "tests", "Throughline.Tests", "Contracts", name);

    /// <summary>A file of the folder of public statements that lies beside the repository, or where THROUGHLINE_SHARED says; skips the test when it is absent.</summary>
    public static byte[] Shared(string name)
    {
        var path = SharedPath(name);
        if (!File.Exists(path))
            Assert.Skip($"Needs {path}: set THROUGHLINE_SHARED to the folder that holds data/sow to run this test.");
        return File.ReadAllBytes(path);
    }

    public static string SharedPath(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable("THROUGHLINE_SHARED") ?? Path.Combine(Root(), "..", "shared"), "data", "sow", name);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Throughline.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Throughline.slnx is in no folder above the tests.");
    }
}
