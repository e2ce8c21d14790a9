using Throughline.Ui;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUi();
var app = builder.Build();
app.UseUi();
app.MapUi();
app.Run();

public partial class Program;
