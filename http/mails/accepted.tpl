<p>{{t:mails.accepted.text thread=thread.title}}</p>
<blockquote>{{excerpt}}</blockquote>
<p><a href="{{link}}">{{t:mails.read}}</a></p>
