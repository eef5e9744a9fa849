<p>{{#author}}{{t:mails.message.by author=author title=ad.title}}{{/author}}{{^author}}{{t:mails.message.by_nobody title=ad.title}}{{/author}}</p>
<p>{{t:mails.message.sealed}}</p>
<p><a href="{{link}}">{{t:mails.message.read}}</a></p>
