using System.IO.Compression;

namespace Throughline.Data.Bundles;

/// <summary>A file of an archive cannot be read to its end; the message says why and follows the file's name.</summary>
public sealed class DamagedBundleException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>
/// Unpacks one entry of an archive while it is read, and stops with a <see cref="DamagedBundleException"/> when it grows
/// beyond all measure or its checksum is wrong: the library checks neither.
/// </summary>
internal sealed class UnpackingStream(ZipArchiveEntry entry) : Stream
{
    private const long Unsuspicious = 16 << 20;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    private Stream? inner;
    private uint checksum = uint.MaxValue;
    private long length;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => length;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Unpack(buffer.AsSpan(offset, count));
        length += read;
        if (length > BundleLimits.FileBytes || (length > Unsuspicious && length / BundleLimits.PackedTimes > entry.CompressedLength))
            throw new DamagedBundleException("unpacks to far more than a bundle holds, and was not read on");

        foreach (var value in buffer.AsSpan(offset, read))
            checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);

        if (read == 0 && count > 0 && (~checksum != entry.Crc32 || length != entry.Length))
            throw new DamagedBundleException("is damaged in the archive: its checksum is wrong");

        return read;
    }

    private int Unpack(Span<byte> target)
    {
        try
        {
            inner ??= entry.Open();
            return inner.Read(target);
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
        {
            throw new DamagedBundleException("is damaged in the archive, or packed in a way that cannot be read", failure);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner?.Dispose();

        base.Dispose(disposing);
    }

    // CRC-32 as ZIP defines it, a byte at a time.
    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 1 ? (value >> 1) ^ 0xEDB88320 : value >> 1;

        return value;
    }
}
