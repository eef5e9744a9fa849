{{! Who advertises; of somebody who hides her name the words for it, and the name for who may know it. }}
{{#hides_name}}{{t:ads.hidden_name}}{{#members[author]}} · {{>parts/who}}{{/members[author]}}{{/hides_name}}{{^hides_name}}{{#members[author]}}{{>parts/who}}{{/members[author]}}{{/hides_name}}
