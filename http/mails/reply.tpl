<p>{{#author}}{{t:mails.reply.by author=author thread=thread.title}}{{/author}}{{^author}}{{t:mails.reply.by_nobody thread=thread.title}}{{/author}}</p>
<blockquote>{{excerpt}}</blockquote>
<p><a href="{{link}}">{{t:mails.reply.read}}</a></p>
