"""English words of time, each row with an example."""

from firsthand.domain.promises.lexicon.rows import time_row as row

ROWS = (
    row("R", "overnight", "we ship it overnight", "today night"),
    *(
        row("n", word, f"within {word.split(' | ')[0]} days", str(value))
        for value, word in enumerate(
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=2
        )
    ),
    row("n", "fifteen", "in fifteen minutes", "15"),
    row("n", "twenty", "in twenty minutes", "20"),
    row("n", "eighteen", "in eighteen hours", "18"),
    row("n", "forty | fourty", "in forty minutes", "40"),
    row("n", "forty five", "in forty-five minutes", "45"),
    row("n", "fifty", "in fifty minutes", "50"),
    row("n", "sixty", "in sixty days", "60"),
    row("n", "ninety", "in ninety days", "90"),
    row("n", "thirty six", "in thirty-six hours", "36"),
    row("n", "seventy two", "in seventy-two hours", "72"),
    row("n", "thirty", "in thirty minutes", "30"),
    row("n", "forty-eight | fortyeight", "within forty-eight hours", "48"),
    row("n", "twenty-four | twentyfour", "within twenty-four hours", "24"),
    row("n", "cuple of | couple of | couple | a couple of | a couple", "in a couple of hours", "few"),
    row("g", "few | several | some | handful of", "in a few hours", "few"),
    row("a", "a | an | one | another", "within an hour"),
    row("H", "half | half a | half an", "in half an hour"),
    row("H", "half past", "at half past ten", "past"),
    row("H", "one and a half", "in one and a half hours", "1.5"),
    row("u", "seconds | secs", "in 30 seconds", "S"),
    row("u", "minute | minutes | min | mins", "in 10 minutes", "MIN"),
    row("u", "quarter of an hour", "in a quarter of an hour", "15MIN"),
    row("u", "half hour", "in a half hour", "30MIN"),
    row("u", "hour | hours | hr | hrs | h | hour's", "within 2 hours", "H"),
    row("u", "day | days | day's", "in two days", "D"),
    row("u", "week | weeks | wk | wks | week's", "in a week", "W"),
    row("u", "month | months | month's", "in a month", "M"),
    row("u", "quarter | quarters", "next quarter", "Q"),
    row("u", "year | years | yr | yrs", "next year", "Y"),
    row("w", "workday | workdays | weekday | weekdays", "within two workdays", "D"),
    row("w", "fortnight", "in a fortnight", "2W"),
    row("k", "business | working | work | office | bus", "2 business days"),
    row("R", "today", "by today", "today"),
    row("R", "tomorrow | tmrw | tmr | tomorow | tommorow | tommorrow | 2morrow | tomorrow's", "tomorrow", "tomorrow"),
    row("R", "day after tomorrow | the day after tomorrow", "the day after tomorrow", "day+2"),
    row("R", "yesterday", "yesterday", "yesterday"),
    row("R", "day before yesterday | the day before yesterday", "the day before yesterday", "day-2"),
    row("R", "tonight | this evening", "by tonight", "today evening"),
    row("R", "this morning", "this morning", "today morning"),
    row("R", "this afternoon", "this afternoon", "today afternoon"),
    row("R", "last night", "the deploy of last night", "yesterday night"),
    row(
        "R",
        "next business day | next working day | next workday | the next business day"
        " | the next working day | following business day",
        "on the next business day",
        "working+1",
    ),
    row("R", "last business day | previous business day", "on the last business day", "working-1"),
    row("D", "monday | mon | monday's", "on Monday", "mon"),
    row("D", "tuesday | tue | tues | tuesday's", "on Tuesday", "tue"),
    row("D", "wednesday | wed | weds | wednesday's | wensday | wendesday", "by Wed", "wed"),
    row("D", "thursday | thu | thur | thurs | thursday's | thrusday", "by Thursday", "thu"),
    row("D", "friday | fri | friday's | firday", "by Friday", "fri"),
    row("D", "saturday", "on Saturday", "sat"),
    row("D", "sunday", "on Sunday", "sun"),
    row("M", "january | jan", "in January", "1"),
    row("M", "february | feb", "in February", "2"),
    row("M", "march", "in March", "3"),
    row("M", "april | apr", "in April", "4"),
    row("M", "june", "in June", "6"),
    row("M", "july", "in July", "7"),
    row("M", "may", "in May", "5"),
    row("M", "august | aug", "in August", "8"),
    row("M", "september | sept | sep", "in September", "9"),
    row("M", "october | oct", "in October", "10"),
    row("M", "november | nov", "in November", "11"),
    row("M", "december | dec", "in December", "12"),
    row("P", "morning | forenoon", "tomorrow morning", "morning"),
    row("P", "lunch | lunchtime | lunch time", "by lunch", "noon"),
    row("P", "noon | midday", "by noon", "T12:00"),
    row("P", "midnight", "by midnight", "T24:00"),
    row("P", "afternoon | arvo", "Friday afternoon", "afternoon"),
    row("P", "evening", "Friday evening", "evening"),
    row("P", "night", "Friday night", "night"),
    row(
        "P",
        "first thing | first thing in the morning | start of business | start of day | sob"
        " | start of the day | beginning of the day | opening of business",
        "first thing Monday",
        "start",
    ),
    row(
        "P",
        "eod | cob | eob | end of day | end of the day | end of business | close of business"
        " | end of play | close of play | end of the business day | end of business day"
        " | end of working day | end of my day | end of our day | end of your day"
        " | end of the working day | end of office hours | cop",
        "by EOD",
        "end",
    ),
    row("R", "eow | end of week | end of the week | end of this week | week's end", "by EOW", "week+0 end"),
    row("R", "eom | end of month | end of the month | end of this month", "by EOM", "month+0 end"),
    row("R", "eoy | end of year | end of the year | end of this year | year's end | year end", "by EOY", "year+0 end"),
    row("R", "end of quarter | end of the quarter | end of this quarter | eoq", "by end of quarter", "quarter+0 end"),
    row("A", "am | a.m", "at 9 am", "am"),
    row("A", "pm | p.m", "at 3 pm", "pm"),
    row("P", "in the morning", "at 9 in the morning", "morning"),
    row("P", "in the afternoon", "at 3 in the afternoon", "afternoon"),
    row("P", "in the evening", "at 8 in the evening", "evening"),
    row("O", "o'clock | oclock", "at 3 o'clock"),
    row(
        "B",
        "by | through | thru | until | till | til | no later than | not later than | latest by"
        " | on or before | up to | up until",
        "by Friday",
    ),
    row("V", "before | prior to | ahead of", "before Friday"),
    row(
        "I",
        "within | over | during | less than | in less than | in under | under | inside"
        " | in no more than | in at most | throughout",
        "within two hours",
    ),
    row("N", "in", "in two hours"),
    row("@", "on | at | for | @ | this coming | come", "on Friday"),
    row(
        "F",
        "of receiving | of receipt | of getting | of hearing | of your | of the report"
        " | of the ticket | of a | of when",
        "within two days of receipt",
        "event",
    ),
    row(
        "F",
        "from | starting | as of | after | not before | starting from | beginning | effective | starting on",
        "from Monday",
    ),
    row(
        "S",
        "since | for the last | for the past | in the last | in the past | over the last"
        " | over the past | during the last | during the past | the last | the past"
        " | within the last | within the past",
        "since Monday",
    ),
    row("G", "ago | earlier | back", "two days ago"),
    row(
        "G",
        "later | in advance | beforehand | prior | after that | afterwards | before that | before the",
        "two days later",
        "event",
    ),
    row("L", "at the latest | latest | at the very latest | the latest", "on Friday at the latest"),
    row("m", "at most | max | maximum | at the most | tops | or less | or sooner | or so", "in two hours at most"),
    row("m", "no more than | a maximum of | maximum of", "no more than two hours"),
    row(
        "~",
        "nearly | almost | at least | about | around | approx | approximately | roughly | circa | ca | ~",
        "around 3 pm",
        "near",
    ),
    row("~", "say | like | sometime | some time | just | exactly | only", "sometime on Friday"),
    row("X", "this | that same | the current", "this Friday", "this"),
    row("X", "next | upcoming | the next", "next week", "next"),
    row("X", "coming | commencing | the coming | the following | following", "the following Friday", "coming"),
    row("X", "last | previous | the previous", "last week", "last"),
    row(
        "E",
        "early | beginning of | start | start of | early in | the beginning of | the start of"
        " | beginning of the | start of the | early part of",
        "early next week",
        "early",
    ),
    row("E", "mid | middle | middle of | the middle of | middle of the | halfway through", "mid next week", "mid"),
    row(
        "E",
        "end | end of | the end of | late | late in | end of the | later part of | close of | the close of",
        "late next week",
        "end",
    ),
    row("X", "later this | sometime this | some time this | earlier this", "later this week", "this"),
    row("X", "sometime next | some time next | the whole of next", "sometime next week", "next"),
    row("o", "of", "within two days of launch", "of"),
    row("o", "the | on the | our | your | my | very", "the 3rd"),
    row("-", "to | - | –", "2 to 3 days"),
    row("|", "or | /", "a day or two"),
    row("&", "and", "between Monday and Wednesday"),
    row("b", "between | anywhere between", "between Monday and Wednesday"),
    row("Q", "q1", "in Q1", "1"),
    row("Q", "q2", "in Q2", "2"),
    row("Q", "q3", "in Q3", "3"),
    row("Q", "q4", "in Q4", "4"),
    row("K", "cw | calendar week | week no | kw", "in CW 49"),
    row("Z", "pst | pdt | pt | pacific | pacific time", "3 pm PST", "America/Los_Angeles"),
    row("Z", "est | edt | et | eastern | eastern time", "3 pm EST", "America/New_York"),
    row("Z", "cet | cest", "3 pm CET", "Europe/Berlin"),
    row("Z", "utc | gmt", "3 pm UTC", "UTC"),
    row("Z", "bst", "3 pm BST", "Europe/London"),
    row("W", "long weekend | weekend | the weekend | weekends", "over the weekend", "0"),
    row(
        "v",
        "soon | shortly | asap | a.s.a.p | as soon as possible | as soon as we can"
        " | as soon as i can | as soon as they can | as quickly as possible"
        " | as quickly as we can | as quickly as i can | as fast as possible | as fast as we can"
        " | asap as possible | in due course | right away | straight away | straightaway"
        " | immediately | at once | urgently | promptly | momentarily | in a bit | in a moment"
        " | in a minute | in a sec | in a second | in a while | before long | in no time"
        " | as soon as humanly possible | in the near future | at your earliest convenience"
        " | at the earliest | any minute now | at the earliest opportunity | very soon"
        " | real soon | in the coming days | one of these days | sooner rather than later"
        " | very shortly | rsn | any day now | without delay | the earliest possible",
        "we will answer shortly",
    ),
    row("Y", "every | each | per | once a | twice a | every single", "each Friday"),
    row("y", "daily | every day | each day | day to day", "a daily update", "P1D"),
    *(
        row("y", f"{day}s | on {day}s | every {day}", f"on {day.title()}s", f"P1W weekday:{day[:3]}")
        for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    ),
    row("y", "weekly | every week | each week | once a week", "a weekly update", "P1W"),
    row("y", "hourly | every hour", "an hourly update", "PT1H"),
    row("y", "monthly | every month", "a monthly report", "P1M"),
    row("y", "nightly | every night | each night", "the nightly job", "P1D"),
    row("T", "st | nd | rd | th", "on the 4th"),
    row(
        "q",
        "nice | great | good | lovely | wonderful | fantastic | pleasant | happy | relaxing"
        " | enjoyable | amazing | restful | excellent | rest of the | rest of your | enjoy your"
        " | enjoy the | enjoy | beautiful | productive",
        "a wonderful evening",
    ),
    row(
        "x",
        "good morning | as soon as | good afternoon | good evening | good night | morning all"
        " | this second | all day | day one | in time | happy friday | nice day | great day"
        " | lovely day | good day | nice evening | great evening | lovely evening | nice weekend"
        " | great weekend | good weekend | lovely weekend | great week | good week | nice week"
        " | lovely week | these days | some day | the other day | of the day | at this time"
        " | one day | for now | a lovely rest of your day | rest of your day | rest of your week"
        " | week-end | most of the day",
        "good morning",
    ),
    row("J", "christmas | easter | thanksgiving | new year | the holidays | new year's", "before Christmas"),
)
