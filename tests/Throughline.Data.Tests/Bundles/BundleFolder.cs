using System.IO.Compression;
using System.Text;

namespace Throughline.Data.Tests.Bundles;

/// <summary>A bundle in a folder of its own, gone with the test.</summary>
internal sealed class BundleFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bundle-").FullName;

    public static BundleFolder With(params (string File, string Content)[] files)
    {
        var folder = new BundleFolder();
        foreach (var (file, content) in files)
            folder.Add(file, content);

        return folder;
    }

    /// <summary>A practice with at least one row in every file, with every column filled somewhere.</summary>
    public static BundleFolder Full() => With(
        ("policies", "policy,value,scope_kind,scope,effective_from\nforecast.soft_weight,0.40,,,\nforecast.soft_weight,0.5,engagement,SOW-1,2026-01-01\n"),
        ("calendars", "calendar,date,name,hours\nDE,2026-12-24,Christmas Eve,3.5\nDE,2026-12-25,Christmas Day,\n"),
        ("people", """
            person,name,email,role,employment,region,time_zone,calendar,weekly_hours,start_date,end_date,manager,cost_rate,cost_currency,skills,legal_entity
            p1,"Ana, the first",ana@example.org,engineer,partner,EMEA,Europe/Berlin,DE,37.50,2020-01-01,2030-12-31,p2,61.250,EUR,kubernetes:3;migration:2,de-gmbh
            p2,"Bo ""B"" Berg",,project_manager,,,,,40,,,,,,,

            """),
        ("overtime", "person,date,hours,kind,reason,approved_by\np1,2026-03-07,4,,Launch,p2\np1,2026-03-07,0.333333,conflict,,\n"),
        ("time_off", "person,start,end,kind,hours_per_day\np1,2026-04-01,2026-04-03,sick,2.5\np1,2026-05-01,2026-05-01,,\n"),
        ("time_off_requests", "request,person,start,end,kind,hours_per_day,note,state,decided_by,decided_at,reason\nr1,p1,2026-07-01,2026-07-03,other,4,Moving house,declined,p2,2026-03-09T14:05:00Z,Go-live week\nr2,p2,2026-07-01,2026-07-03,,,,,,,\n"),
        ("qualifications", "person,kind,qualification,obtained,expires,note\np1,certification,Git Basics,2025-05-12,2027-05-11,Course and exam\np1,skill,kubernetes,,2026-12-31,\np2,wish,leading,,,\n"),
        ("style_notes", "person,note,text,traits,author,written_at\np1,n1,Calm when it is late,customer_facing;mentor,bo@example.org,2026-02-20T12:00:00Z\np2,n1,Quiet,,ana@example.org,2026-02-21T12:00:00Z\n"),
        ("working_patterns", "person,effective_from,mon,tue,wed,thu,fri,sat,sun\np1,2026-06-01,450,450,450,450,0,60,30\np1,2027-01-01,480,480,480,480,480,,\n"),
        ("no_work", "person,start,end,reason\np1,2026-03-10,2026-03-10,\np1,2026-03-16,2026-03-22,Unpaid leave\n"),
        ("rates", "role,currency,hourly_rate,effective_from,engagement\nengineer,EUR,200,2026-01-01,\nengineer,EUR,180.5,2026-01-01,SOW-1\n"),
        ("person_rates", "person,currency,hourly_rate,effective_from,engagement\np1,EUR,210,2026-01-01,\np1,EUR,190.5,2026-01-01,SOW-1\n"),
        ("cost_rates", "person,cost_rate,cost_currency,effective_from\np1,64.5,USD,2026-02-01\np2,80,,2026-02-01\n"),
        ("role_costs", "role,currency,annual_pay,annual_benefits,annual_hours,effective_from\nengineer,USD,150000,38000,1696,2026-01-01\narchitect,USD,188000,,,2026-01-01\n"),
        ("exchange_rates", "currency,to_currency,rate,effective_from\nEUR,USD,1.0834000,2026-01-01\n"),
        ("customers", "customer,name,region,time_zone,calendar,segment\nc1,Meridian,AMER,America/New_York,DE,enterprise\n"),
        ("opportunities", "opportunity,customer,name,stage,amount,currency,close_date,engagement_manager,region\no1,c1,Migration,closed-won,80000.00,EUR,2026-01-15,Eve,AMER\n"),
        ("engagements", """
            engagement,customer,name,type,billing,currency,contract_value,budget_hours,start,expires,status,project_manager,region,opportunity,transition_date,kickoff_date,passive_acceptance_days,passive_acceptance_unit,internal_health,customer_health,partner_staffed,coordinator,legal_entity
            SOW-1,c1,Migration,consulting,tm,EUR,80000,400,2026-01-01,2026-12-31,active,p2,AMER,o1,2026-01-05,2026-01-12,5,calendar_days,green,yellow,true,p2,de-gmbh
            SOW-2,c1,Training,training,ff,EUR,9000.5,,2026-01-01,2026-12-31,prospect,,,,,,,,,,,,

            """),
        ("activities", "engagement,activity,title,role,budget_hours,start,end,milestone,done_on\nSOW-1,a1,Plan,engineer,40.25,2026-01-01,2026-02-01,,2026-02-01\nSOW-1,a2,Build,,,,,,\nSOW-2,a9,Teach,,,,,m1,\n"),
        ("issues", "engagement,activity,issue,title,state,assignee,weight,estimate_hours,iteration,labels,created,closed,internal\nSOW-1,a1,7,Fix it,closed,p1,3,2.5,It 1,PSD Workflow::Done;SOW-1,2026-02-01T08:00:00Z,2026-02-02T09:30:15.250Z,true\nSOW-1,,8,Later,,,,,,,,,\n"),
        ("milestones", "engagement,milestone,title,amount,forecast_sign_off,confirmed,sign_off_sent,sign_off_received,passive,parent,delivered,criteria,started_on,ready_on\nSOW-2,m1,Course,9000.5,2026-06-30,false,2026-06-01,2026-06-05,true,,A course,All came,2026-05-01,2026-05-31\nSOW-2,m2,More,0,,,,,,m1,,\"All came\nAll passed\",,\n"),
        ("acceptance_requests", """
            acceptance_request,engagement,milestone,attempt,state,sent_at,sent_by,recipient_name,recipient_email,copies,subject,statement,days,unit,day_off_start,recorded_date,calendar_of,zone,day1,last_day,deadline,recorded_on,days_used,weekend,days_off,decided_at,decided_on,decided_by,decided_via,remarks
            a1,SOW-2,m1,1,deemed,2026-06-01T08:00:00Z,ana@example.org,Dana,dana@example.org,ops@example.org,Sign off,A course,5,calendar_days,same,next_business_day,union,Europe/Berlin,2026-06-01,2026-06-05,2026-06-05T22:00:00Z,2026-06-05,2,Friday,2026-06-04,2026-06-05T22:00:01Z,2026-06-05,system,silence,Nobody answered
            a2,SOW-2,m2,1,,2026-06-01T08:00:00Z,ana@example.org,recorded by hand,,,Sign off,More,,,,,,UTC,2026-06-01,,,,,,,,,,,

            """),
        ("acceptance_holds", "acceptance_hold,acceptance_request,kind,start,end,reason,agreed_with,held_by\nh1,a1,agreed,2026-06-02,2026-06-03,Closed,Dana,ana@example.org\nh2,a2,objection,2026-06-02,,Why?,,ana@example.org\n"),
        ("acceptance_points", "acceptance_request,point,text,objection\na1,1,All came,One did not\na1,10,,A reason\n"),
        ("files", "sha256,number,content\n\\x2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824,0,aGVsbG8=\n"),
        ("acceptance_files", "acceptance_request,number,kind,name,type,sha256,added_by,added_at\na1,1,reply,mail.txt,text/plain,\\x2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824,ana@example.org,2026-06-01T08:00:00Z\n"),
        ("acceptance_replies", "acceptance_reply,acceptance_request,sender,sent_at,text,word,file,state,entered_by,entered_at,settled_by,settled_at\nr1,a1,dana@example.org,2026-06-02T08:00:00Z,Accepted,accepted,1,accepted,ana@example.org,2026-06-02T09:00:00Z,ana@example.org,2026-06-02T10:00:00Z\n"),
        ("acceptance_links", "acceptance_link,acceptance_request,name,email,created_at,created_by,passed_on_from,revoked_at,revoked_by\nk1,a1,Dana,dana@example.org,2026-06-01T08:00:00Z,ana@example.org,,2026-06-02T08:00:00Z,ana@example.org\nk2,a1,Ben,ben@example.org,2026-06-01T09:00:00Z,dana@example.org,k1,,\n"),
        ("acceptance_evidence", "acceptance_request,number,at,actor,kind,detail,hash\na1,1,2026-06-01T08:00:00Z,ana@example.org,requested,{},9f86d081\na1,2,2026-06-01T09:00:00Z,ana@example.org,viewed,{},2c26b46b\n"),
        ("overtime_requests", "overtime_request,person,start,end,hours_per_day,engagement,reason,asked_by,asked_at,status,decided_by,decided_at,comment\no1,p1,2026-03-07,2026-03-07,4,SOW-1,Launch,p2,2026-03-02T08:00:00Z,approved,bo@example.org,2026-03-03T08:00:00Z,Once\n"),
        ("booking_series", "series,engagement,person,way,entered,start,end\ns1,SOW-1,p1,total,18 h,2026-03-02,2026-03-06\n"),
        ("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind,activity,work_at_risk,series,owner,reason,expires,waiting_since,skills,note\nb1,SOW-1,p1,engineer,2026-03-02,2026-03-06,7.5,hard,a1,w1,,,,,,,\"two\nlines\"\nb2,SOW-1,,engineer,2026-03-02,2026-03-06,0.333333,soft,,,s1,p2,Not sure yet,2026-03-31,2026-03-02T08:00:00Z,go:3,\n"),
        ("resource_requests", """
            request,engagement,kind,role,person,skills,start,end,hours_per_day,commitment,booking,activity,agreed_hours,note,state,coordinator,requested_by,submitted_at,decided_by,decided_at,reason,offers,reasoning,traits
            rr1,SOW-1,firm_up,engineer,p1,kubernetes:3,2026-03-02,2026-03-06,7.5,hard,b1,a1,120.5,On site please,countered,p2,bo@example.org,2026-02-20T10:00:00Z,eve@example.org,2026-02-21T11:00:00Z,Busy then,2026-03-09/2026-03-13@7:30,Knows the site,mentor
            rr2,SOW-2,new,trainer,,,2026-05-04,2026-05-04,8,soft,,,,,,,bo@example.org,,,,,,,

            """),
        ("resource_request_events", "request,event,at,step,author,role,reason,offers\nrr1,0001,2026-02-20T10:00:00Z,submit,bo@example.org,project_manager,,\nrr1,0002,2026-02-21T11:00:00Z,counter,eve@example.org,coordinator,Busy then,2026-03-09/2026-03-13@7:30\n"),
        ("resource_request_comments", "request,comment,at,author,text\nrr1,0001,2026-02-20T12:00:00Z,bo@example.org,\"Could it\nbe later?\"\n"),
        ("time", """
            entry,person,date,engagement,category,activity,hours,billable,state,note,approved_by,approved_at,work_at_risk,work_exception,adjusts
            t1,p1,2026-03-02,SOW-1,,a1,7.50,false,approved,done,p2,2026-03-09T14:05:00Z,w1,x1,
            t2,p1,2026-03-03,SOW-1,,,8,,,,,,,,
            t3,p1,2026-03-04,,administration,,1.25,,,,,,,,
            t4,p1,2026-03-02,SOW-1,,,-0.5,,,,,,,,t1

            """),
        ("approval_stand_ins", "stand_in,approver,person,start,end,reason,given_by\ni1,p2,p1,2026-04-01,2026-04-10,On leave,bo@example.org\n"),
        ("period_locks", "period_lock,start,end,legal_entity,engagement,person,kind,reason,locked_by\nl1,2026-01-01,2026-01-31,de-gmbh,SOW-1,p1,billing,January is billed,bo@example.org\nl2,2025-12-01,2025-12-31,,,,,Closed,bo@example.org\n"),
        ("unlock_tickets", "unlock_ticket,person,start,end,until,reason,asked_by,asked_at,state,decided_by,decided_at,comment\nu1,p1,2026-01-05,2026-01-06,2026-02-06T17:00:00Z,Two days missing,ana@example.org,2026-02-05T09:00:00Z,approved,bo@example.org,2026-02-05T10:00:00Z,Once\nu2,p2,2026-01-05,2026-01-05,2026-02-06T17:00:00Z,One more,bo@example.org,2026-02-05T09:00:00Z,,,,\n"),
        ("certifications", "certification,quarter,person,start,end,state,hours,counted_hours,adjusted_hours,adjustment_reason,content,fingerprint,generated_by,generated_at,manager_by,head_by,finance_by\nFY27-Q1.p1,FY27-Q1,p1,2026-02-01,2026-04-30,manager_approved,7.5,0,7.5,It was product work,2026-03-02 SOW-1 7.5,9f86d081,bo@example.org,2026-05-04T09:00:00Z,ana@example.org,hal@example.org,fin@example.org\nFY27-Q1.p2,FY27-Q1,p2,2026-02-01,2026-04-30,,1,1,,,none,2c26b46b,bo@example.org,2026-05-04T09:00:00Z,,,\n"),
        ("certified_timesheets", "certified_timesheet,certification,label,epic,fingerprint,certified_by,certified_at\nc1,FY27-Q1.p1,,,9f86d081,ana@example.org,2026-05-05T09:00:00Z\n"),
        ("time_consolidations", "month,recorded_as_of,entries,hours,content,fingerprint,consolidated_by,received_by,received_at\n2026-03,2026-04-01T08:00:00Z,1,7.5,entry,9f86d081,bo@example.org,ana@example.org,2026-04-02T08:00:00Z\n2026-04,2026-05-01T08:00:00Z,0,0,entry,2c26b46b,bo@example.org,,\n"),
        ("priced_time", "entry,hourly_rate,hourly_cost,priced_at\nt1,180.5,59.532447,2026-04-02T09:00:00Z\nt2,,,2026-04-02T09:00:00Z\n"),
        ("release_batches", "batch,month,state,recorded_as_of,lines,totals,fingerprint,prepared_by,prepared_at,reviewed_by,reviewed_at,released_by,released_at,returned_by,returned_at,return_reason\n2026-03.1,2026-03,returned,2026-04-01T08:00:00Z,1,EUR 10.00,2c26b46b,bo@example.org,2026-04-01T08:00:01Z,,,,,fin@example.org,2026-04-01T09:00:00Z,Wrong rate\n2026-03.2,2026-03,released,2026-04-02T08:00:00Z,2,EUR 1353.75,9f86d081,bo@example.org,2026-04-02T08:00:01Z,fin@example.org,2026-04-02T09:00:00Z,fin@example.org,2026-04-02T10:00:00Z,,,\n"),
        ("release_amounts", "batch,engagement,currency,earned_month,kind,figure,released_before,amount,hours\n2026-03.2,SOW-1,EUR,2026-03,time,1353.75,0,1353.75,7.5\n"),
        ("release_lines", "batch,number,engagement,customer,legal_entity,currency,earned_month,kind,reference,person,role,date,hours,hourly_rate,amount\n2026-03.2,1,SOW-1,c1,de-gmbh,EUR,2026-03,time,t1,p1,engineer,2026-03-02,7.5,180.5,1353.75\n2026-03.2,2,SOW-2,c1,practice,EUR,2026-03,milestone,m1,,,,,,-9.5\n"),
        ("training_completions", "engagement,class,activity,completed_on,attendees,entered_by\nSOW-1,Basics,a1,2026-03-19,12,bo@example.org\nSOW-2,More,,2026-03-20,1,bo@example.org\n"),
        ("period_reopenings", "period_reopening,period_lock,start,end,legal_entity,reason,asked_by,asked_at,state,decided_by,decided_at,comment\nr1,l2,2025-12-01,2025-12-31,de-gmbh,One invoice was wrong,ana@example.org,2026-02-05T09:00:00Z,declined,bo@example.org,2026-02-05T10:00:00Z,Credit it\nr2,l2,2025-12-01,2025-12-31,,Again,ana@example.org,2026-02-06T09:00:00Z,,,,\n"),
        ("draft_invoices", "invoice,month,engagement,customer,legal_entity,currency,invoice_date,due_date,purchase_order,basis,total,made_by,made_at\nD-000001,2026-03,SOW-1,c1,de-gmbh,EUR,2026-04-02,2026-05-02,PO-4711,approved,1353.75,bo@example.org,2026-04-02T11:00:00Z\nD-000002,2026-03,SOW-2,c1,practice,EUR,2026-04-02,2026-05-02,,submitted,9000.5,bo@example.org,2026-04-02T11:00:00Z\n"),
        ("draft_invoice_lines", "invoice,number,kind,description,person,role,hours,hourly_rate,amount\nD-000001,1,time,Ana,p1,engineer,7.5,180.5,1353.75\nD-000002,1,milestone,m1 Course,,,,,9000.5\n"),
        ("invoiced_sources", "invoice,number,engagement,kind,reference,hours,amount\nD-000001,1,SOW-1,time,t1,7.5,1353.75\nD-000002,1,SOW-2,milestone,m1,0,9000.5\n"),
        ("time_mappings", "mapping,name,plan\ntoggl,Toggl of the agency,\"{\"\"format\"\":\"\"toggl\"\"}\"\n"),
        ("change_orders", "engagement,change_order,kind,amount,hours,new_expires,status,completes_on\nSOW-1,co1,funds,-1000.10,12,2027-01-31,signed,2026-08-01\n"),
        ("work_at_risk", "engagement,work_at_risk,status,hours,expected_signature,approved_by,approved_on,signed_on\nSOW-1,w1,converted,40,2026-02-01,Eve,2026-01-20,2026-02-03\n"),
        ("work_exceptions", "engagement,work_exception,status,labels,hours,amount,approved_by,approved_on,quarter_end\nSOW-1,x1,approved,WE-product;WE-time,8,1600,Eve,2026-02-20,2026-04-30\n"),
        ("raid", "engagement,item,type,title,owner,priority,impact,plan,state,escalated,due,updated\nSOW-1,r1,risk,Late hardware,Eve,high,timeline;budget,Chase,open,true,2026-03-20,2026-03-02T14:05:00Z\n"),
        ("journal", "engagement,entry,date,author,text,labels\nSOW-1,j1,2026-03-02,Ana,It works,ProjectWin;llProduct\n"),
        ("csat", "engagement,contact,sent,responded,score,comment\nSOW-1,kim@example.org,2026-03-02,2026-03-05,4,Fine\nSOW-1,lee@example.org,2026-03-02,,,\n"),
        ("contract_terms", "engagement,provider,payment_days,payment_unit,resubmission_days,resubmission_unit,acceptance_days,acceptance_unit,acceptance_from,deemed_accepted,iteration_amount,iteration_unit,expenses_allowed,expenses_cap,source,purchase_order\nSOW-1,Us,30,calendar_days,5,business_days,10,business_days,delivery,true,2,weeks,false,1500,sow.docx,PO-4711\n"),
        ("deliverables", "engagement,deliverable,title,due\nSOW-1,d1,Plan,end of March\n"));

    public BundleFolder Add(string file, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file + ".csv"), content);
        return this;
    }

    public BundleFolder AddBytes(string file, byte[] content)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, file + ".csv"), content);
        return this;
    }

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file + ".csv"));

    /// <summary>Every file's bytes as one text, for comparing two folders.</summary>
    public string Everything() => string.Concat(Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal)
        .Select(file => $"== {System.IO.Path.GetFileName(file)}\n{Encoding.Latin1.GetString(File.ReadAllBytes(file))}"));

    public static MemoryStream Zip(params (string Name, string Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        stream.Position = 0;
        return stream;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
