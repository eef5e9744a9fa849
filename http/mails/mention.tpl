<p>{{#author}}{{t:mails.mention.by author=author thread=thread.title}}{{/author}}{{^author}}{{t:mails.mention.by_nobody thread=thread.title}}{{/author}}</p>
<blockquote>{{excerpt}}</blockquote>
<p><a href="{{link}}">{{t:mails.read}}</a></p>
