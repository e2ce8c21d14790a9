using System.Text;
using Throughline.CommandLine;

// Output is UTF-8 without a byte order mark and with plain line feeds, so that files made by redirection compare equal everywhere.
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = !Console.IsOutputRedirected, NewLine = "\n" };
var status = await Commands.RunAsync(args, Console.In, output, Console.Error);
await output.FlushAsync();
return status;
