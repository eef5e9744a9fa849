<p>{{#author}}{{t:mails.message.by author=author title=ad.title}}{{/author}}{{^author}}{{t:mails.message.by_nobody title=ad.title}}{{/author}}</p>
{{#answers}}
<p>{{t:mails.message.answers}}</p>
{{/answers}}
{{^answers}}
<p>{{t:mails.message.sealed}}</p>
{{/answers}}
<p><a href="{{link}}">{{t:mails.message.read}}</a></p>
