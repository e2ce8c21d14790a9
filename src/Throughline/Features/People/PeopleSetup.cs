using Throughline.Platform;

namespace Throughline.Features.People;

/// <summary>People and their calendars.</summary>
internal static class PeopleSetup
{
    public static IServiceCollection AddPeople(this IServiceCollection services) =>
        services.AddScoped<PeopleList>().AddScoped<CapacityEffect>().AddScoped<CalendarList>()
            .AddScoped<PersonProfile>().AddScoped<Qualifications>().AddScoped<StyleNotes>().AddScoped<WorkingHours>()
            .AddScoped<TakeInHolidays>()
            .AddScoped<AskTimeOff>().AddScoped<WithdrawTimeOff>().AddScoped<MyTimeOff>();
}
