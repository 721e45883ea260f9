"""English words of acts, each row with an example."""

from firsthand.domain.promises.lexicon.rows import act_row as row

ENDINGS = ("",)
ROWS = (
    row(",", "but | so", "I looked but will write", "but"),
    row("I", "i | we | our team | my team | the team | us two | our side | yours truly", "I will write tomorrow"),
    row("M", "me | us", "you will hear from me"),
    row(
        "Y",
        "customers | all customers | everyone | everybody | you | u | ya | your team | your side"
        " | you guys | your admin",
        "you will have it tomorrow",
    ),
    row(
        "P",
        "colleague | colleagues | teammate | teammates | lead | manager | boss | coworker"
        " | specialist | specialists | expert | experts",
        "my colleague will call you",
    ),
    row("H", "they | he | she", "they will start digging in"),
    row(
        "S",
        "someone | somebody | a member of | representative | an agent | team member | whoever | one of us | one of our",
        "someone will call you",
    ),
    row(
        "x",
        "as they do | following up | following up on | reaching out | checking in | circling back"
        " | as we do | as it does | as i do",
        "as they do today",
    ),
    row("N", "it | this | that | these | those | there | everything", "it will be fixed"),
    row(
        "D",
        "notice | news | update | updates | word | next update | further update | fix | patch"
        " | hotfix | bugfix | release | refund | invoice | quote | proposal | rollout"
        " | deployment | credit | estimate | workaround | rca | report | postmortem | answer"
        " | response | reply | feature | build | version | result | results | solution"
        " | replacement | licence | license | contract | summary | migration | upgrade | findings"
        " | analysis | documentation | docs | draft | written | status | write-up | pr | export"
        " | root cause",
        "the fix will be out on Monday",
    ),
    row(
        "Q",
        "system | server | job | jobs | cron | script | service | app | page | dashboard | cache"
        " | token | tokens | certificate | cert | session | link | trial | password | browser"
        " | process | worker | queue | database | cluster | pod | pods | client | sdk | api"
        " | webhook | scheduler | index | instance | container | plugin | button | screen"
        " | mail server | backup | backups | sync | file | files | setting | query | request"
        " | requests | limit | subscription | subscriptions | key | account | users | user",
        "the system will restart",
    ),
    row(
        "w",
        "will | 'll | il | wll | wil be | shall | gonna | going to | wil | about to | am going to"
        " | are going to | is going to | well",
        "I will write",
    ),
    row("w", "ill", "ill send it tmrw"),
    row("W", "would | could | might | 'd | may be able to", "it might be Thursday"),
    row("c", "can | able to | be able to", "I can send it tomorrow"),
    row("s", "should | shoud | shuld | shld | shoudl | ought to | supposed to", "I should have it by Friday"),
    row(
        "h",
        "i expect | we expect | were hoping to | hope to | hoping to | plan to | planning to"
        " | plan on | planning on | aim to | aiming to | aim for | aiming for | aiming"
        " | intend to | try to | trying to | expect to | want to | target | targeting"
        " | shooting for | expecting to | trying for | looking to | hope we can | hope i can"
        " | anticipate | goal is to | plan is to | aim is to | shoot for | do my best to"
        " | do our best to | hope it will | hope we will | endeavour to | endeavor to",
        "we hope to fix it on Monday",
    ),
    row(
        "a",
        "confident | optimistic | prob | probs | probably | likely | hopefully | maybe | perhaps"
        " | presumably | possibly | think | guess | believe | reckon | suppose | hope | with luck"
        " | with any luck | all being well | if all goes well | if possible | ideally"
        " | should be able to | tentatively | roughly | my guess | fingers crossed | best guess"
        " | if nothing goes wrong | afaik | no promises | not sure",
        "it will probably be Monday",
    ),
    row(
        "v",
        "let you have | owe | owe you | take over | send | get back | check | look into | look"
        " | follow up | keep | investigate | call | ring | ping | reach out | write | respond"
        " | help | resolve | escalate | forward | raise | open | share | provide | deliver | ship"
        " | deploy | get in touch | come back | take care | handle | review | confirm | schedule"
        " | set up | arrange | find out | dig | try | test | reproduce | prepare | add"
        " | make sure | ensure | let you know | get this | get that | get it | give | see what"
        " | see if | see whether | chase | push | monitor | revert | talk | speak | discuss | ask"
        " | loop | bring | pass | relay | notify | inform | touch base | circle back | finish"
        " | do | complete | roll out | take | work | start | begin | extend | organise | organize"
        " | analyse | analyze | drop | shoot | join | connect | introduce | meet | email | mail"
        " | message | aim | go over | go through | be in touch | publish | roll | be back | sort"
        " | nudge | upload | merge | restore | issue | create | tell | contact | walk | figure"
        " | document | hop | keep an eye | stay on | have a look | take a look | dial | turn"
        " | return | repair | correct | replace | migrate | switch | enable | activate | present"
        " | show | commit | verify | adjust | tackle | address | jump | lodge | log | clarify"
        " | coordinate",
        "I will send the logs",
    ),
    row(
        "i",
        "sending | still looking | currently looking | now looking | still working"
        " | currently working | still investigating | still checking | now working | checking"
        " | looking | fixing | updating | investigating | working | escalating | forwarding"
        " | raising | preparing | testing | reviewing | digging | chasing | reproducing"
        " | leave it with me | leave this with me | leave that with me | consider it done"
        " | on my list | on my radar | watch this space | more to follow | more to come"
        " | all over it | got you covered | keep you posted | keep you updated"
        " | keeping you posted | being worked on | being looked at | being looked into"
        " | being investigated | being reviewed | being fixed | under investigation | in progress"
        " | under way | underway | in the works | in the pipeline | my to-do list | on our list"
        " | in hand | on it | on this | on the case | looking into | releasing | shipping"
        " | deploying | writing | handling | rolling | getting | taking | opening | analysing"
        " | analyzing | arranging | asking | finishing | drafting | patching | merging | building"
        " | processing | monitoring | tracking | coming back | passing | pushing | meeting"
        " | calling | bringing | putting | delivering | finalising | finalizing | back at"
        " | back in | back by | back on | back to you | talking | discussing | contacting",
        "we are working on it",
    ),
    row(
        "E",
        "expect | you should see | you should get | you should have | you should hear | you should receive",
        "expect an update by 5",
    ),
    row("e", "have | get | hear | receive | see | find", "you will hear from us"),
    row(
        "f",
        "fixed | realistic | doable | feasible | achievable | up and running | in your hands"
        " | resolved | back | out | live | ready | released | deployed | shipped | available"
        " | done | sent | restored | refunded | solved | completed | finished | credited"
        " | delivered | merged | published | addressed | rolled | implemented | in place"
        " | in production | with you | in your inbox | sorted | repaired | corrected | extended"
        " | processed | handled | in touch | informed | notified | contacted | with you shortly"
        " | backported | included | patched | applied | back up | up again | back online"
        " | replaced | enabled | activated | closed out | provided | shared | added | reviewed"
        " | escalated | on its way | cleared",
        "it will be fixed",
    ),
    row(
        "p",
        "was | were | did | had | 've | has | went | got | fixed it | noticed | saw | started"
        " | stopped | happened | failed | became | ended | began | came | ran | wrote | told"
        " | reported | been | have been | have had | have seen | have already | have now"
        " | have just | have not | received | updated | didn't | wasn't | weren't | haven't"
        " | hasn't | checked | looked | found | tried | called | spoke | talked | asked | made"
        " | spent | took | gave | kept | left | brought | thought | understood | said | met"
        " | built | held | lost | paid | knew | broke | chose | hit | expired | crashed"
        " | restarted | closed | upgraded | migrated | used to",
        "we noticed it yesterday",
    ),
    row("b", "am | gets | 'm | are | 're | is | 's | be | im", "we are on it"),
    row(
        "g",
        "not | won't | wont | never | cannot | can't | cant | don't | dont | doesn't | unable"
        " | no | isn't | aren't | shouldn't | wouldn't | couldn't | nobody | no one",
        "we will not",
    ),
    row(
        "o",
        "ends | takes effect | take effect | end | expires | expire | renews | closes | opens"
        " | valid | runs | run | lasts | last | begins | holiday | fiscal | deadline for you"
        " | anniversary | renewal | term | runs out | run out | window | clocks",
        "the trial ends on Friday",
    ),
    row(
        "Z",
        "is being | going through | in qa | in testing | in review | in code review | in staging"
        " | under test | under review | are being | it's being | being | currently being",
        "a build is being tested",
    ),
    row(
        "C",
        "if | once | unless | when | as soon as | assuming | provided that | in case | should you"
        " | depending on | subject to | after you | as long as | until you | whenever | pending"
        " | the moment | the minute | only after | after we hear | after they | after your",
        "once you send the logs",
    ),
    row(
        "z",
        "please | pls | plz | kindly | could you | can you | would you | will you | may i ask"
        " | let us know | let me know | lmk | feel free | do not hesitate | don't hesitate"
        " | make sure you | make sure to | be sure to | try again | you should | you need to"
        " | you must | you have to | you may | you might | you can | you could | you'll need"
        " | you will need | we need you to | i need you to | would you mind | are you able to"
        " | need from you | remember to | just reply",
        "please send the logs",
    ),
    row("B", "allow us | allow me | give us | give me | gimme | bear with us for", "give me 5 minutes"),
    row("q", "thanks | thank you | thx | ty | sorry | apologies | congratulations | welcome", "thanks for the call"),
    row("R", "let me | lemme | allow me to", "let me check"),
    row(
        "O",
        "shall i | shall we | should i | should we | want me to | would you like me to"
        " | would you like us to | do you want me to | do you want us to | how about | what about"
        " | happy to | glad to | would it help | does that work | would that work | are you free"
        " | do you have time | are you available | could do | can offer | can jump on"
        " | works for me | would suit | i suggest | i propose | we suggest | i'd suggest"
        " | if you like | if you want | i'm free | i am free | we are free | we're free"
        " | could offer | would work | i'm available | i am available | we could | i could"
        " | i'd be able to | happy for | i'd propose | let's | work for you | suit you"
        " | good for you | okay for you | ok for you | fine for you | suits you | works for you",
        "shall I call you at 3?",
    ),
    row(
        "n",
        "usually | normally | generally | typically | always | as a rule | on average"
        " | in general | within our | standard",
        "we usually answer within a day",
    ),
    row(
        "l",
        "sla | response time | response times | turnaround | service level | target response"
        " | reaction time | first response | resolution time | guaranteed response"
        " | response target | support hours | turnaround time | response window | sev 1 | sev 2"
        " | severity 1 | business hours are",
        "our response time is 4 hours",
    ),
    row(
        "r", "responds | answers | replies | responding | acknowledge | react | triage", "support responds within a day"
    ),
    row(
        "G",
        "promise | guarantee | guaranteed | you have my word | count on | commit to"
        " | committed to | my word | i commit | we commit | pinky",
        "I promise",
    ),
    row(
        "V",
        "kicks off | landing | launching | arriving | happening | kick off | launches | goes live"
        " | go live | goes out | go out | comes out | come out | lands | land | ships | rolls out"
        " | arrives | starts | resumes | follows | follow | drops | going out | going live"
        " | coming out | coming",
        "it goes live on Monday",
    ),
    row("L", "need | takes | require | requires | needs", "we need two days"),
    row(
        "d",
        "eta | moved | rescheduled | postponed | pushed back | is set | are set | been set | due"
        " | scheduled | planned | slated | target date | expected | set for | lined up"
        " | earmarked | pencilled in | penciled in | pencilled | penciled | blocked out"
        " | on track | booked | timeline | estimated | on the roadmap | delivery date"
        " | release date",
        "ETA is Friday",
    ),
    row(
        "k",
        "know | look forward | looking forward | would like to | like to | understand | assume"
        " | see that | be honest | admit | wonder | be out | be away | be off | be on leave"
        " | be travelling | be traveling | say | agree | miss | be happy to | be glad to | gladly"
        " | appreciate | love to | recommend | suggest",
        "I will be honest",
    ),
    row(
        "j",
        "traveling | travelling | flying | attending | is out | are out | am out | is off"
        " | are off | i'm off | im off | in the office | around until | available until"
        " | online until | here until | out of office | on leave | on vacation | on holiday"
        " | away | ooo | pto | out of the office | off work | out sick | on pto",
        "I am away until Monday",
    ),
    row(",", "and | & | plus | or | and then | then", "I looked and will write", "and"),
    row(
        ",",
        "which | told me that | told me | says that | said that | says | confirmed that"
        " | tells me | mentioned that | told us",
        "which starts",
        "rel",
    ),
    row(",", "who", "who will write", "rel who"),
    row(
        ",",
        "because | although | though | however | , | ; | : | – | — | ( | ) | ... | … | . | ! | ?",
        "I looked, so I will write",
    ),
    row("t", "to", "to send"),
)
