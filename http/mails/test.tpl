<p>{{t:mails.test.text}}</p>
