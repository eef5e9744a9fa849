{{! A text and what belongs to it: how it is marked up, and files. What it becomes: parts/preview, before its form. }}
{{>parts/text_field label=$(label) rows=$(rows)}}
{{>parts/attach}}
