{{#with}}{{#members[with]}}{{>parts/who}}{{/members[with]}}{{/with}}{{^with}}{{t:messages.unnamed}}{{/with}}
