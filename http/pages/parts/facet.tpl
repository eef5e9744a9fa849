<li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{name}} ({{number:count}})</a></li>
