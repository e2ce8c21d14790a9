using Throughline.CommandLine;

return await Commands.RunAsync(args, Console.In, Console.Out, Console.Error);
