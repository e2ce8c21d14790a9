using System.Text;
using Throughline.Data.Bundles;

namespace Throughline.Data.Tests.Bundles;

public sealed class CsvRecordsTests
{
    [Fact]
    public void A_record_is_at_the_line_where_it_starts_however_many_lines_it_spans() =>
        Assert.Equal(["1:a|b", "2:x\ny\r\nz|1", "6:\"q\"|", "7:|"], Read("a,b\n\"x\ny\r\nz\",1\r\n\n\"\"\"q\"\"\",\n,"));

    [Fact]
    public void The_last_line_needs_no_line_end_and_blank_lines_are_none() =>
        Assert.Equal(["2:a", "4:b", "6:"], Read("\na\n\nb\n\r\n\"\""));

    [Fact]
    public void A_lone_carriage_return_ends_a_record_as_on_old_machines() =>
        Assert.Equal(["1:a|b", "2:1|2", "3:3|4"], Read("a,b\r1,2\r3,4"));

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_a_flaw_of_the_record_that_opened_it()
    {
        var records = new CsvRecords(new MemoryStream("a,b\n1,\"2\n3,4\n"u8.ToArray()));

        Assert.True(records.Read() && records.Read());
        Assert.Equal((2, CellFlaw.Unclosed), (records.Line, records.FlawOf(1)));
        Assert.False(records.Read());
    }

    [Fact]
    public void A_file_in_utf16_is_recognised()
    {
        var records = new CsvRecords(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("customer,name\n")]));

        Assert.False(records.Read());
        Assert.True(records.IsUtf16);
    }

    [Fact]
    public void Whatever_the_cells_hold_and_however_the_bytes_arrive_they_are_read_as_written()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => Enumerable.Range(0, 3).Select(_ => Cell(random)).ToArray()).ToList();
            var text = string.Concat(rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"));

            Assert.Equal(rows.Select(row => string.Join('|', row)), Read(new Trickle(Encoding.UTF8.GetBytes(text), random)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        }
    }

    private static string Cell(Random random) => string.Concat(Enumerable.Range(0, random.Next(random.Next(4) == 0 ? 3000 : 6))
        .Select(_ => random.Next(9) switch { 0 => "\"", 1 => ",", 2 => "\n", 3 => "\r\n", 4 => "é", 5 => "€", 6 => "𐏿", _ => ((char)random.Next('a', 'z')).ToString() }));

    private static List<string> Read(string text) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static List<string> Read(Stream stream)
    {
        var records = new CsvRecords(stream);
        var read = new List<string>();
        while (records.Read())
        {
            var cells = new List<string>();
            for (var i = 0; i < records.Count; i++)
            {
                Assert.Equal(CellFlaw.None, records.FlawOf(i));
                cells.Add(records[i].ToString());
            }

            read.Add($"{records.Line}:{string.Join('|', cells)}");
        }

        return read;
    }

    // A stream that gives a few bytes at a time, so that characters and line ends are torn apart.
    private sealed class Trickle(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 7)));
    }
}
