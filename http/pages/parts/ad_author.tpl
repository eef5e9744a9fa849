{{! Who advertises, in words; somebody who hides her name is told as that. }}
{{#members[author]}}{{>parts/who}}{{/members[author]}}{{#anonymous}}{{t:ads.hidden_name}}{{/anonymous}}
