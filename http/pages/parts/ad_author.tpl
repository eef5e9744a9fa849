{{! Who advertises, in words; somebody who hides her name is told as what she is. }}
{{#members[author]}}{{>parts/who}}{{/members[author]}}{{^members[author]}}{{t:ads.hidden_name}}{{/members[author]}}
