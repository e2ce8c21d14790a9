using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Throughline.Features.Acceptance;

/// <summary>A file inside a pack: where its bytes stand.</summary>
internal sealed record PackEntry(string Path, long Offset, long Length);

/// <summary>The archive is not as it was written.</summary>
internal sealed class PackBrokenException(string message) : Exception(message);

/// <summary>
/// A ZIP of the plainest kind, which any program opens: files stored as they are, one after the other, without dates,
/// compression or anything between them. So the same files make the same bytes, and nothing unpacks to more than it is.
/// </summary>
internal static class PackArchive
{
    private const uint LocalSign = 0x04034b50, CentralSign = 0x02014b50, EndSign = 0x06054b50;
    private const int LocalBytes = 30, CentralBytes = 46, EndBytes = 22;
    private const int MostEntries = 2000, LongestPath = 300;
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The archive up to its comment, whose length it states; the stream must be new, readable and able to seek.</summary>
    public static async Task WriteAsync(Stream target, IEnumerable<(string Path, Func<Task<Stream>> Open)> files, int commentLength, CancellationToken stop)
    {
        var central = new MemoryStream();
        var count = 0;
        foreach (var (path, open) in files)
        {
            var (name, begin) = (Utf8.GetBytes(path), target.Position);
            await target.WriteAsync(new byte[LocalBytes + name.Length], stop);
            await using (var content = await open())
            {
                var (crc, length) = await CopyAsync(content, target, stop);
                var head = new byte[CentralBytes];
                BinaryPrimitives.WriteUInt32LittleEndian(head, CentralSign);
                BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), Plain.Version);
                WriteCommon(head.AsSpan(6), name.Length, crc, length);
                BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(42), checked((uint)begin));
                central.Write(head);
                central.Write(name);

                var local = new byte[LocalBytes];
                BinaryPrimitives.WriteUInt32LittleEndian(local, LocalSign);
                WriteCommon(local.AsSpan(4), name.Length, crc, length);
                target.Position = begin;
                await target.WriteAsync(local, stop);
                await target.WriteAsync(name, stop);
                target.Position = target.Length;
            }

            count++;
        }

        var start = target.Position;
        await target.WriteAsync(central.ToArray(), stop);
        await target.WriteAsync(End(count, central.Length, start, commentLength), stop);
    }

    /// <summary>The files of an archive that ends where its comment begins; refuses whatever <see cref="WriteAsync"/> would not have written.</summary>
    public static IReadOnlyList<PackEntry> Read(Stream source, long commentAt, int commentLength)
    {
        if (commentAt < EndBytes)
            throw new PackBrokenException("The end of the archive is missing.");

        var end = BytesAt(source, commentAt - EndBytes, EndBytes);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        var (size, start) = (BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12)), BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16)));
        if (count > MostEntries || start + size != commentAt - EndBytes || !end.AsSpan().SequenceEqual(End(count, size, start, commentLength)))
            throw new PackBrokenException("The list of files at the end of the archive was changed.");

        var central = BytesAt(source, start, checked((int)Math.Min(size, MostEntries * (CentralBytes + LongestPath))));
        var entries = new List<PackEntry>();
        var (at, next) = (0, 0L);
        for (var i = 0; i < count; i++)
        {
            var entry = ReadEntry(source, central, ref at, next, i, start);
            entries.Add(entry);
            next = entry.Offset + entry.Length;
        }

        return next == start && at == central.Length ? entries : throw new PackBrokenException("Something stands between the files of the archive and their list.");
    }

    /// <summary>SHA-256 of a part of the stream, in small hexadecimal digits.</summary>
    public static string HashOf(Stream source, long offset, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        source.Position = offset;
        for (var left = length; left > 0;)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new PackBrokenException("The file ends too early.");

            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static byte[] BytesAt(Stream source, long offset, int length)
    {
        var bytes = new byte[length];
        source.Position = offset;
        return source.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : throw new PackBrokenException("The file ends too early.");
    }

    private static PackEntry ReadEntry(Stream source, byte[] central, ref int at, long expected, int number, long end)
    {
        var broken = new PackBrokenException(FormattableString.Invariant($"The archive's entry {number + 1} was changed."));
        if (at + CentralBytes > central.Length)
            throw broken;

        var head = central.AsSpan(at, CentralBytes);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        var (crc, length) = (BinaryPrimitives.ReadUInt32LittleEndian(head[16..]), BinaryPrimitives.ReadUInt32LittleEndian(head[20..]));
        if (nameLength > LongestPath || at + CentralBytes + nameLength > central.Length || expected + LocalBytes + nameLength + length > end)
            throw broken;

        // Built anew as it must be, and compared whole: no field is free.
        var name = central.AsSpan(at + CentralBytes, nameLength);
        var mustBe = new byte[CentralBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(mustBe, CentralSign);
        BinaryPrimitives.WriteUInt16LittleEndian(mustBe.AsSpan(4), Plain.Version);
        WriteCommon(mustBe.AsSpan(6), nameLength, crc, length);
        BinaryPrimitives.WriteUInt32LittleEndian(mustBe.AsSpan(42), (uint)expected);
        var local = new byte[LocalBytes + nameLength];
        BinaryPrimitives.WriteUInt32LittleEndian(local, LocalSign);
        WriteCommon(local.AsSpan(4), nameLength, crc, length);
        name.CopyTo(local.AsSpan(LocalBytes));
        if (!head.SequenceEqual(mustBe) || !BytesAt(source, expected, local.Length).AsSpan().SequenceEqual(local))
            throw broken;

        at += CentralBytes + nameLength;
        try
        {
            return new PackEntry(Utf8.GetString(name), expected + local.Length, length);
        }
        catch (DecoderFallbackException)
        {
            throw broken;
        }
    }

    // Version, flags, method, time, date, checksum, sizes, length of the name: the same in both heads.
    private static void WriteCommon(Span<byte> head, int nameLength, uint crc, uint length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(head, Plain.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], Plain.NamesInUtf8);
        BinaryPrimitives.WriteUInt16LittleEndian(head[8..], Plain.NoDate);
        BinaryPrimitives.WriteUInt32LittleEndian(head[10..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(head[14..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[18..], length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[22..], checked((ushort)nameLength));
    }

    private static byte[] End(int count, long size, long start, int commentLength)
    {
        var end = new byte[EndBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSign);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), checked((ushort)count));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), checked((ushort)count));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), checked((uint)size));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), checked((uint)start));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(20), checked((ushort)commentLength));
        return end;
    }

    private static async Task<(uint Crc, uint Length)> CopyAsync(Stream content, Stream target, CancellationToken stop)
    {
        var (crc, length, buffer) = (uint.MaxValue, 0L, new byte[1 << 16]);
        for (var read = await content.ReadAsync(buffer, stop); read > 0; read = await content.ReadAsync(buffer, stop))
        {
            foreach (var one in buffer.AsSpan(0, read))
                crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);

            length += read;
            await target.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return (~crc, checked((uint)length));
    }

    private static uint CrcOf(int number)
    {
        var crc = (uint)number;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;

        return crc;
    }

    private static class Plain
    {
        public const ushort Version = 20, NamesInUtf8 = 0x0800;

        // The first of January 1980, the earliest that the format knows.
        public const ushort NoDate = 0x0021;
    }
}
