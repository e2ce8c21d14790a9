using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Throughline.Ui;

/// <summary>
/// The files the browser needs (<c>wwwroot</c> beside the program), held in memory, compressed once.
/// They are addressed below a folder named after their content, so browsers keep them for a year and modules
/// may import each other by relative paths; the same files answer under their plain paths, revalidated each time.
/// </summary>
public static class WebFiles
{
    private static readonly FrozenDictionary<string, Asset> Files = Load(Path.Combine(AppContext.BaseDirectory, "wwwroot"));

    /// <summary>Changes when any file changes.</summary>
    public static string Version { get; } = VersionOf(Files);

    private static readonly string Prefix = $"/assets/{Version}/";

    /// <summary>The address of a file of wwwroot: <c>css/throughline.css</c> becomes <c>/assets/1a2b3c/css/throughline.css</c>.</summary>
    public static string Url(string path) => Prefix + path;

    internal static string? Text(string path) =>
        Files.TryGetValue(path, out var asset) ? System.Text.Encoding.UTF8.GetString(asset.Plain) : null;

    internal static async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "";
        var lasting = path.StartsWith(Prefix, StringComparison.Ordinal);
        if (!Files.TryGetValue(lasting ? path[Prefix.Length..] : Unversioned(path), out var asset)
            || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
        {
            await next(http);
            return;
        }

        var headers = http.Response.Headers;
        headers.CacheControl = lasting ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = asset.ETag;
        headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch == asset.ETag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (body, encoding) = asset.For(http.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(http.Request.Method))
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    // A page that was open during an upgrade still asks below the old version; it gets today's file, not kept.
    private static string Unversioned(string path)
    {
        if (!path.StartsWith("/assets/", StringComparison.Ordinal))
            return path.TrimStart('/');

        var end = path.IndexOf('/', "/assets/".Length);
        return end < 0 ? "" : path[(end + 1)..];
    }

    private static FrozenDictionary<string, Asset> Load(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToFrozenDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), Asset.Read, StringComparer.Ordinal)
            : FrozenDictionary<string, Asset>.Empty;

    private static string VersionOf(FrozenDictionary<string, Asset> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, asset) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path));
            hash.AppendData(asset.Hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..10];
    }

    private sealed class Asset(byte[] plain, byte[] hash, string contentType)
    {
        private readonly Lazy<byte[]> brotli = new(() => Compress(plain, stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        private readonly Lazy<byte[]> gzip = new(() => Compress(plain, stream => new GZipStream(stream, CompressionLevel.Optimal)));

        public byte[] Plain => plain;
        public byte[] Hash => hash;
        public string ContentType => contentType;
        public string ETag { get; } = $"\"{Convert.ToHexStringLower(hash)[..16]}\"";

        public static Asset Read(string file)
        {
            var bytes = File.ReadAllBytes(file);
            return new Asset(bytes, SHA256.HashData(bytes), TypeOf(Path.GetExtension(file)));
        }

        public (byte[] Body, string? Encoding) For(string accepted)
        {
            if (contentType == "font/woff2")
                return (plain, null);
            if (accepted.Contains("br", StringComparison.Ordinal))
                return (brotli.Value, "br");
            return accepted.Contains("gzip", StringComparison.Ordinal) ? (gzip.Value, "gzip") : (plain, null);
        }

        private static string TypeOf(string extension) => extension switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            ".json" => "application/json",
            ".webmanifest" => "application/manifest+json",
            ".png" => "image/png",
            _ => "text/plain; charset=utf-8",
        };

        private static byte[] Compress(byte[] plain, Func<Stream, Stream> open)
        {
            using var target = new MemoryStream(plain.Length / 3);
            using (var stream = open(target))
                stream.Write(plain);
            return target.ToArray();
        }
    }
}
