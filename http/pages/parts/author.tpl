{{#name}}{{#id}}<a href="/c/{{community.slug}}/m/{{id}}">{{name}}</a>{{/id}}{{^id}}{{name}}{{/id}}{{#trade}}, {{code:trade}}{{/trade}}{{/name}}{{^name}}{{>parts/who}}{{/name}}
